import type { RouterOutputs } from '@patchbay/trpc';
import {
  Avatar,
  Card,
  Cell,
  HeadCell,
  Menu,
  MenuLink,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { Ellipsis, UserCog, UserMinus } from 'lucide-react';
import { roleWords } from './roles.ts';

type Member = RouterOutputs['members']['list'][number];
type MemberTableProps = {
  members: readonly Member[];
  /** The person who looks. */
  self: string;
  base: string;
  editable: boolean;
};

export function MemberTable({ members, self, base, editable }: MemberTableProps) {
  return (
    <Card>
      <Table caption="Members">
        <TableHead>
          <HeadCell>Name</HeadCell>
          <HeadCell>Role</HeadCell>
          <HeadCell>Joined</HeadCell>
          {editable && (
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          )}
        </TableHead>
        <TableBody>
          {members.map((member) => (
            <Row key={member.id} className="relative">
              <Cell>
                <span className="flex min-w-0 items-center gap-3 max-sm:pr-10">
                  <Avatar name={member.name} />
                  <span className="flex min-w-0 flex-col py-1">
                    <span className="font-medium wrap-anywhere">
                      {member.name}
                      {member.userId === self && (
                        <span className="font-normal text-muted"> (you)</span>
                      )}
                    </span>
                    <span className="text-sm wrap-anywhere text-muted">{member.email}</span>
                  </span>
                </span>
              </Cell>
              <Cell label="Role">{roleWords[member.role]}</Cell>
              <Cell label="Joined" className="text-muted">
                <RelativeTime at={member.joinedAt} />
              </Cell>
              {editable && (
                <Cell className="w-12 text-right max-sm:absolute max-sm:top-3 max-sm:right-3 max-sm:justify-end">
                  <MemberMenu member={member} base={base} self={self} />
                </Cell>
              )}
            </Row>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function MemberMenu({ member, base, self }: { member: Member; base: string; self: string }) {
  const path = `${base}/settings/members/${member.id}`;
  return (
    <Menu
      label={`Actions for ${member.name}`}
      align="end"
      trigger={<Ellipsis aria-hidden className="size-4" />}
      triggerClassName="inline-grid size-8 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
    >
      <MenuLink href={`${path}/role`}>
        <UserCog aria-hidden />
        Change role
      </MenuLink>
      <MenuLink href={`${path}/${member.userId === self ? 'remove' : 'offboard'}`}>
        <UserMinus aria-hidden />
        Remove from organization
      </MenuLink>
    </Menu>
  );
}
