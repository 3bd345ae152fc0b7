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
import { LockKeyhole, Smartphone } from 'lucide-react';

type Client = RouterOutputs['signOn']['list'][number];

const kinds = {
  confidential: { word: 'Server', icon: <LockKeyhole aria-hidden /> },
  public: { word: 'App without secret', icon: <Smartphone aria-hidden /> },
} as const;

export function SignOnTable(props: {
  clients: readonly Client[];
  base: string;
  editable: boolean;
}) {
  const { clients, base, editable } = props;
  return (
    <Table caption="Tools of single sign-on">
      <TableHead>
        <HeadCell>Tool</HeadCell>
        <HeadCell>Kind</HeadCell>
        <HeadCell>Is told</HeadCell>
        <HeadCell className="text-right">People</HeadCell>
        <HeadCell>Since</HeadCell>
        {editable && (
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        )}
      </TableHead>
      <TableBody>
        {clients.map((client) => (
          <Row key={client.clientId}>
            <Cell>
              <span className="flex min-w-0 flex-col py-1">
                <span className="font-medium">{client.name}</span>
                <span className="font-mono text-xs break-all text-muted">{client.clientId}</span>
              </span>
            </Cell>
            <Cell label="Kind">
              <Badge tone="calm" icon={kinds[client.kind].icon}>
                {kinds[client.kind].word}
              </Badge>
            </Cell>
            <Cell label="Is told" className="font-mono text-xs text-muted">
              <span className="flex flex-wrap gap-x-3 max-sm:justify-end">
                {client.scopes.map((scope) => (
                  <span key={scope}>{scope}</span>
                ))}
              </span>
            </Cell>
            <Cell label="People" className="text-right tabular-nums">
              {client.people}
            </Cell>
            <Cell label="Since" className="text-muted">
              <RelativeTime at={client.createdAt} />
            </Cell>
            {editable && (
              <Cell className="text-right max-sm:justify-end">
                {client.kind === 'confidential' && (
                  <ButtonLink
                    size="sm"
                    variant="quiet"
                    href={`${base}/settings/sign-on/${client.clientId}/secret`}
                    aria-label={`New secret for ${client.name}`}
                  >
                    New secret
                  </ButtonLink>
                )}
                <ButtonLink
                  size="sm"
                  variant="quiet"
                  className="-mr-2.5"
                  href={`${base}/settings/sign-on/${client.clientId}/remove`}
                  aria-label={`Remove ${client.name}`}
                >
                  Remove
                </ButtonLink>
              </Cell>
            )}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
