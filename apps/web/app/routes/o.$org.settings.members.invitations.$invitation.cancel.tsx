import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { itemOf } from '../session/item-of.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Cancel invitation · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return itemOf(args.context, caller.invitations.list(), args.params.invitation);
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const invitationId = args.params.invitation ?? '';
    const { email } = await caller.invitations.cancel({ invitationId });
    return redirectWithNotice(
      `/o/${organization.slug}/settings/members`,
      `The invitation of ${email} was cancelled.`,
    );
  });
}

export default function CancelInvitationDialog() {
  const invitation = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base, name } = useOrganization();
  return (
    <FormDialog
      danger
      title={`Cancel the invitation of ${invitation.email}?`}
      closeHref={`${base}/settings/members`}
      submit="Cancel invitation"
    >
      <FormErrors errors={reply?.errors} />
      <p>The link that was passed on stops working. Nobody loses access to {name} by this.</p>
    </FormDialog>
  );
}
