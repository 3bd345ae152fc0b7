import { ButtonLink, FormErrors, SecretOnce, SelectField } from '@patchbay/ui';
import type { ActionFunctionArgs } from '@remix-run/node';
import { useParams } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { requireOrganization } from '../session/require.server.ts';
import { overlaps } from '../webhooks/overlaps.ts';
import { subscriptionPage } from '../webhooks/pages.ts';

export const meta = () => [{ title: 'Rotate secret · Patchbay' }];

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const rotate = async () => {
    const { name, secret } = await caller.subscriptions.rotateSecret({
      subscriptionId: args.params.subscription ?? '',
      overlapHours: Number(textOf(form, 'overlapHours')),
    });
    return { ok: true as const, name, secret: secret ?? '' };
  };
  return attempt(args.context, form, rotate, { keep: ['overlapHours'] });
}

export default function RotateSubscriptionDialog() {
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const closeHref = subscriptionPage(useParams());
  if (done?.ok)
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
        <SecretOnce value={done.secret} what="secret">
          Until the earlier one ends every event carries both signatures. It is shown this once.
        </SecretOnce>
      </RouteDialog>
    );
  return (
    <FormDialog title="Rotate the signing secret" closeHref={closeHref} submit="Rotate secret">
      <FormErrors errors={reply?.errors} />
      <p>A new one is made and shown once.</p>
      <SelectField
        label="The earlier one signs as well for"
        options={overlaps}
        defaultValue="24"
        {...fieldOf(reply, 'overlapHours')}
      />
    </FormDialog>
  );
}
