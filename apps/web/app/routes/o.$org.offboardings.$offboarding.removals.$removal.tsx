import { FormErrors, TextField } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Done by hand · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const offboardingId = args.params.offboarding ?? '';
  const report = await orRefuse(args.context, caller.offboardings.get({ offboardingId }));
  const removal = report.removals.find(({ id }) => id === args.params.removal);
  if (removal) return { removal, offboardingId };
  throw data(
    { message: 'There is no such account in the report.', requestId: args.context.requestId },
    { status: 404 },
  );
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const removalId = args.params.removal ?? '';
  const settle = async () => {
    const reason = textOf(form, 'reason');
    const report = await caller.offboardings.settle({ removalId, reason });
    const path = `/o/${organization.slug}/offboardings/${report.id}`;
    return redirectWithNotice(path, 'Noted. The report names you and what you did.');
  };
  return attempt(args.context, form, settle, { keep: ['reason'] });
}

export default function SettleDialog() {
  const { removal, offboardingId } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      title={`${removal.identifier} was removed by hand?`}
      closeHref={`${base}/offboardings/${offboardingId}`}
      submit="Mark as done"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        Patchbay stops trying to remove it from {removal.providerName}. It does not look whether the
        account is gone; the next comparison of the system does.
      </p>
      <TextField
        label="What was done"
        required
        autoFocus
        maxLength={300}
        autoComplete="off"
        {...fieldOf(reply, 'reason')}
      />
    </FormDialog>
  );
}
