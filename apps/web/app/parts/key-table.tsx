import type { RouterOutputs } from '@patchbay/trpc';
import {
  Badge,
  ButtonLink,
  Cell,
  HeadCell,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { Ban, CircleCheck, Hourglass } from 'lucide-react';

type Key = RouterOutputs['keys']['list'][number];
type KeyTableProps = { keys: readonly Key[]; base: string; editable: boolean };

const states = {
  active: { tone: 'ok', word: 'Active', icon: <CircleCheck aria-hidden /> },
  expired: { tone: 'warn', word: 'Expired', icon: <Hourglass aria-hidden /> },
  revoked: { tone: 'calm', word: 'Revoked', icon: <Ban aria-hidden /> },
} as const;

export function KeyTable({ keys, base, editable }: KeyTableProps) {
  return (
    <Table caption="API keys">
      <TableHead>
        <HeadCell>Name</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell>May</HeadCell>
        <HeadCell>Last used</HeadCell>
        <HeadCell>Expires</HeadCell>
        {editable && (
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        )}
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <Row key={key.id}>
            <Cell>
              <span className="flex min-w-0 flex-col py-1">
                <span className="font-medium">{key.name}</span>
                <span className="font-mono text-xs text-muted">{key.prefix}…</span>
              </span>
            </Cell>
            <Cell label="State">
              <Badge tone={states[key.status].tone} icon={states[key.status].icon}>
                {states[key.status].word}
              </Badge>
            </Cell>
            <Cell label="May" className="font-mono text-xs text-muted">
              <span className="flex flex-wrap gap-x-3 max-sm:justify-end">
                {key.permissions.map((permission) => (
                  <span key={permission}>{permission}</span>
                ))}
              </span>
            </Cell>
            <Cell label="Last used" className="text-muted">
              {key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : 'Never'}
            </Cell>
            <Cell label="Expires" className="text-muted">
              {key.status === 'revoked' ? (
                'Ended'
              ) : key.expiresAt ? (
                <RelativeTime at={key.expiresAt} />
              ) : (
                'Never'
              )}
            </Cell>
            {editable && (
              <Cell className="text-right max-sm:justify-end">
                {key.status === 'active' && (
                  <ButtonLink
                    size="sm"
                    variant="quiet"
                    className="-mr-2.5"
                    href={`${base}/settings/keys/${key.id}/revoke`}
                    aria-label={`Revoke ${key.name}`}
                  >
                    Revoke
                  </ButtonLink>
                )}
              </Cell>
            )}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
