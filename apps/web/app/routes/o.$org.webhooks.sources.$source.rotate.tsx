import { ButtonLink, FormErrors, SecretField, SecretOnce, SelectField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt, secretOf, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { overlaps } from '../webhooks/overlaps.ts';

export const meta = () => [{ title: 'Rotate secret · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const { id, name, title, secret, sender } = await orRefuse(
    args.context,
    caller.sources.get({ id: args.params.source ?? '' }),
  );
  return { id, name, title, state: secret.state, entered: sender.secret };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const rotate = async () => {
    const secret = secretOf(form, 'secret').trim();
    const { id, name, url, newSecret } = await caller.sources.rotateSecret({
      id: args.params.source ?? '',
      overlapHours: Number(textOf(form, 'overlapHours')),
      ...(secret && { secret }),
    });
    if (newSecret !== null) return { ok: true as const, name, url, newSecret };
    const page = `/o/${organization.slug}/webhooks/sources/${id}`;
    const isSent = secret === '';
    return redirectWithNotice(
      page,
      isSent
        ? `“${name}” waits for a new secret from its sender.`
        : `The new secret of “${name}” counts from now on.`,
    );
  };
  return attempt(args.context, form, rotate, { keep: ['overlapHours'] });
}

export default function RotateSourceDialog() {
  const { id, name, title, state, entered } = useLoaderData<typeof loader>();
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const { base } = useOrganization();
  const closeHref = `${base}/webhooks/sources/${id}`;
  if (done && 'newSecret' in done) {
    const isAddress = done.url?.includes(done.newSecret) ?? false;
    return (
      <RouteDialog
        title={`The new secret of “${done.name}”`}
        closeHref={closeHref}
        footer={
          <ButtonLink href={closeHref} variant="primary">
            Done
          </ButtonLink>
        }
      >
        <SecretOnce
          value={isAddress ? (done.url ?? '') : done.newSecret}
          what={isAddress ? 'address' : 'secret'}
        >
          Enter it at {title} before the earlier one ends. It is shown this once.
        </SecretOnce>
      </RouteDialog>
    );
  }
  return (
    <FormDialog
      title={state === 'set' ? `Rotate the secret of “${name}”` : `The secret of “${name}”`}
      closeHref={closeHref}
      submit={state === 'set' || entered.origin !== 'entered' ? 'Rotate secret' : 'Save secret'}
    >
      <FormErrors errors={reply?.errors} />
      {entered.origin === 'generated' && (
        <p>A new one is made and shown once. Until the earlier one ends, both count.</p>
      )}
      {entered.origin === 'captured' && (
        <p>
          The source takes the next one that {title} sends: make the webhook there once more after
          this. Until the earlier one ends, it counts.
        </p>
      )}
      {entered.origin === 'entered' && (
        <SecretField
          label={entered.label}
          hint={entered.help}
          name="secret"
          saved={false}
          required
          errors={reply?.fields.secret}
        />
      )}
      <SelectField
        label="The earlier one counts for"
        options={overlaps}
        defaultValue="24"
        {...fieldOf(reply, 'overlapHours')}
      />
    </FormDialog>
  );
}
