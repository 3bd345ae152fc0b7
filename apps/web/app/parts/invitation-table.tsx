import type { RouterOutputs } from '@patchbay/trpc';
import {
  ButtonLink,
  Cell,
  EmptyState,
  HeadCell,
  RelativeTime,
  Row,
  Section,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { MailOpen } from 'lucide-react';
import { roleWords } from './roles.ts';

type InvitationTableProps = {
  invitations: readonly RouterOutputs['invitations']['list'][number][];
  base: string;
  editable: boolean;
};

export function InvitationTable({ invitations, base, editable }: InvitationTableProps) {
  return (
    <Section title="Open invitations" flush>
      {invitations.length === 0 ? (
        <EmptyState icon={<MailOpen />} title="Nobody is invited right now">
          An invitation is a link for one e-mail address. You pass it on yourself; it works once.
        </EmptyState>
      ) : (
        <Table caption="Open invitations">
          <TableHead>
            <HeadCell>E-mail</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell>Invited by</HeadCell>
            <HeadCell>Expires</HeadCell>
            {editable && (
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            )}
          </TableHead>
          <TableBody>
            {invitations.map((invitation) => (
              <Row key={invitation.id}>
                <Cell className="font-medium break-all">{invitation.email}</Cell>
                <Cell label="Role">{roleWords[invitation.role]}</Cell>
                <Cell label="Invited by" className="text-muted">
                  {invitation.invitedBy}
                </Cell>
                <Cell label="Expires" className="text-muted">
                  <RelativeTime at={invitation.expiresAt} />
                </Cell>
                {editable && (
                  <Cell className="text-right max-sm:justify-end">
                    <ButtonLink
                      size="sm"
                      variant="quiet"
                      className="-mr-2.5"
                      href={`${base}/settings/members/invitations/${invitation.id}/cancel`}
                      aria-label={`Cancel invitation of ${invitation.email}`}
                    >
                      Cancel
                    </ButtonLink>
                  </Cell>
                )}
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
