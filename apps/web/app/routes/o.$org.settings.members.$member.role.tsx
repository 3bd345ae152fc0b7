import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { RoleChoice } from '../parts/role-choice.tsx';
import { roleOf } from '../parts/role-of.server.ts';
import { roleWords } from '../parts/roles.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { itemOf } from '../session/item-of.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Change role · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return itemOf(args.context, caller.members.list(), args.params.member);
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const changed = { memberId: args.params.member ?? '', role: roleOf(form) };
    const { name, role } = await caller.members.updateRole(changed);
    return redirectWithNotice(
      `/o/${organization.slug}/settings/members`,
      `${name} is now ${roleWords[role].toLowerCase()}.`,
    );
  });
}

export default function RoleDialog() {
  const member = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      title={`Role of ${member.name}`}
      closeHref={`${base}/settings/members`}
      submit="Change role"
    >
      <FormErrors errors={reply?.errors} />
      <RoleChoice chosen={member.role} errors={reply?.fields.role} />
    </FormDialog>
  );
}
