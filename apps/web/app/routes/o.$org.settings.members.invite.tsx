import { ButtonLink, FormErrors, SecretOnce, TextField } from '@patchbay/ui';
import type { ActionFunctionArgs } from '@remix-run/node';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { RoleChoice } from '../parts/role-choice.tsx';
import { roleOf } from '../parts/role-of.server.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Invite person · Patchbay' }];

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const invite = async () => {
    const input = { email: textOf(form, 'email'), role: roleOf(form) };
    const { email, token } = await caller.invitations.create(input);
    return { ok: true as const, email, link: `${args.context.publicUrl}/invite/${token}` };
  };
  return attempt(args.context, form, invite, { keep: ['email', 'role'] });
}

export default function InviteDialog() {
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const { base, name } = useOrganization();
  const closeHref = `${base}/settings/members`;
  if (done?.ok)
    return (
      <RouteDialog
        title={`Pass this link to ${done.email}`}
        closeHref={closeHref}
        footer={
          <ButtonLink href={closeHref} variant="primary">
            Done
          </ButtonLink>
        }
      >
        <SecretOnce value={done.link} what="link">
          It lets {done.email}, and nobody else, join {name} once. It is shown only now; if it gets
          lost, cancel the invitation and make a new one.
        </SecretOnce>
      </RouteDialog>
    );
  return (
    <FormDialog
      title={`Invite somebody to ${name}`}
      closeHref={closeHref}
      submit="Create invitation"
    >
      <FormErrors errors={reply?.errors} />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="off"
        autoFocus
        required
        {...fieldOf(reply, 'email')}
      />
      <RoleChoice chosen={reply?.values.role ?? 'member'} errors={reply?.fields.role} />
    </FormDialog>
  );
}
