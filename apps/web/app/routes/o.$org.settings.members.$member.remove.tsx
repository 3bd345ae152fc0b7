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

export const meta = () => [{ title: 'Remove member · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller, person } = await requireOrganization(args);
  const member = await itemOf(args.context, caller.members.list(), args.params.member);
  return { member, self: member.userId === person.id };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization, person } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const member = await itemOf(args.context, caller.members.list(), args.params.member);
    await caller.members.remove({ memberId: member.id });
    if (member.userId === person.id)
      return redirectWithNotice('/', `You left ${organization.name}.`);
    return redirectWithNotice(
      `/o/${organization.slug}/settings/members`,
      `${member.name} was removed from ${organization.name}.`,
    );
  });
}

export default function RemoveMemberDialog() {
  const { member, self } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base, name } = useOrganization();
  return (
    <FormDialog
      danger
      title={self ? `Leave ${name}?` : `Remove ${member.name} from ${name}?`}
      closeHref={`${base}/settings/members`}
      submit={self ? 'Leave organization' : `Remove ${member.name}`}
    >
      <FormErrors errors={reply?.errors} />
      <p>
        {self ? 'You lose' : `${member.name} (${member.email}) loses`} access to {name} at once.
        Integrations and API keys {self ? 'you' : 'they'} set up stay and keep working; the audit
        log keeps {self ? 'your' : 'their'} name.
      </p>
      <p className="text-muted">Coming back takes a new invitation.</p>
    </FormDialog>
  );
}
