import { FormErrors } from '@patchbay/ui';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { itemOf } from '../session/item-of.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Leave · Patchbay' }];

/** For oneself; others are offboarded, with a plan first. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization, person } = await requireOrganization(args);
  const member = await itemOf(args.context, caller.members.list(), args.params.member);
  if (member.userId !== person.id)
    throw redirect(`/o/${organization.slug}/settings/members/${member.id}/offboard`);
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    await caller.members.leave();
    return redirectWithNotice('/', `You left ${organization.name}.`);
  });
}

export default function LeaveDialog() {
  const reply = useReply();
  const { base, name } = useOrganization();
  return (
    <FormDialog
      danger
      title={`Leave ${name}?`}
      closeHref={`${base}/settings/members`}
      submit="Leave organization"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        You lose access to {name} at once, and your accounts in its systems are removed.
        Integrations and API keys you set up stay and keep working; the audit log keeps your name.
      </p>
      <p className="text-muted">Coming back takes a new invitation.</p>
    </FormDialog>
  );
}
