import { ButtonLink, Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { UserPlus } from 'lucide-react';
import { useOrganization } from '../frame/use-organization.ts';
import { InvitationTable } from '../parts/invitation-table.tsx';
import { MemberTable } from '../parts/member-table.tsx';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Members · Patchbay' }];
export const handle = { crumb: () => [{ label: 'Settings' }, { label: 'Members' }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, person } = await requireOrganization(args);
  const [members, invitations] = await orRefuse(
    args.context,
    Promise.all([caller.members.list(), caller.invitations.list()]),
  );
  return {
    members,
    invitations: invitations.filter(({ status }) => status === 'pending'),
    self: person.id,
  };
}

export default function MembersPage() {
  const { members, invitations, self } = useLoaderData<typeof loader>();
  const { base, name, may } = useOrganization();
  const editable = may('members:edit');
  return (
    <Page
      title="Members"
      note={`Who belongs to ${name}, and what they may do.`}
      actions={
        editable && (
          <ButtonLink
            href={`${base}/settings/members/invite`}
            variant="primary"
            icon={<UserPlus aria-hidden />}
          >
            Invite person
          </ButtonLink>
        )
      }
    >
      <MemberTable members={members} self={self} base={base} editable={editable} />
      {(editable || invitations.length > 0) && (
        <InvitationTable invitations={invitations} base={base} editable={editable} />
      )}
      <Outlet />
    </Page>
  );
}
