import type { SourceView } from '@patchbay/services/schemas';
import {
  Anchor,
  Cell,
  CopyButton,
  HeadCell,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { count } from './counts.ts';
import { SenderMark } from './sender-mark.tsx';
import { SourceState } from './source-state.tsx';

type SourceTableProps = { sources: readonly SourceView[]; base: string };

export function SourceTable({ sources, base }: SourceTableProps) {
  return (
    <Table caption="Webhook sources">
      <TableHead>
        <HeadCell>Source</HeadCell>
        <HeadCell className="sm:max-xl:hidden">Address</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell className="text-right">Accepted</HeadCell>
        <HeadCell className="text-right sm:max-lg:hidden">Twice</HeadCell>
        <HeadCell className="text-right">Refused</HeadCell>
        <HeadCell className="text-right">Last event</HeadCell>
      </TableHead>
      <TableBody>
        {sources.map((source) => (
          <Row key={source.id}>
            <Cell>
              <span className="flex min-w-0 items-center gap-3 py-1">
                <SenderMark sender={source.provider} />
                <span className="flex min-w-0 flex-col">
                  <Anchor
                    href={`${base}/webhooks/sources/${source.id}`}
                    className="font-medium wrap-anywhere hover:underline"
                  >
                    {source.name}
                  </Anchor>
                  <span className="text-sm text-muted">{source.title}</span>
                </span>
              </span>
            </Cell>
            <Cell className="sm:max-w-56 sm:max-xl:hidden">
              {source.url ? (
                <span className="flex min-w-0 flex-1 items-center gap-1">
                  <code className="truncate font-mono text-xs text-muted">
                    {source.url.replace(/^https?:\/\//, '')}
                  </code>
                  <CopyButton text={source.url} what={`address of ${source.name}`} />
                </span>
              ) : (
                <span className="text-sm text-muted">The operator’s app</span>
              )}
            </Cell>
            <Cell label="State">
              <SourceState source={source} />
            </Cell>
            <Amount label="Accepted" value={source.received} />
            <Amount label="Twice" value={source.duplicates} className="sm:max-lg:hidden" />
            <Amount label="Refused" value={source.refused} loud={source.refused > 0} />
            <Cell label="Last event" className="whitespace-nowrap text-muted sm:text-right">
              {source.lastUsedAt ? <RelativeTime at={source.lastUsedAt} /> : 'Never'}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

type AmountProps = { label: string; value: number; loud?: boolean; className?: string };

function Amount({ label, value, loud = false, className = '' }: AmountProps) {
  return (
    <Cell
      label={label}
      className={`tabular-nums sm:text-right ${loud ? 'text-warn' : 'text-muted'} ${className}`}
    >
      {count(value)}
    </Cell>
  );
}
