import type { AlertView } from '@patchbay/services/schemas';
import {
  Anchor,
  Cell,
  HeadCell,
  ProviderMark,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { Webhook } from 'lucide-react';
import { moveByArrows } from '../parts/move-by-arrows.ts';
import { AlertBadge } from './severity.tsx';
import { toldOf } from './words.ts';

type AlertTableProps = { alerts: readonly AlertView[]; hrefOf: (alert: AlertView) => string };

export const alertRowId = ({ id }: { id: string }): string => `alert-${id}`;

/** The newest first. Up and down go from row to row, Enter opens one. */
export function AlertTable({ alerts, hrefOf }: AlertTableProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between its links
    <div onKeyDown={moveByArrows}>
      <Table caption="Alerts, newest first">
        <TableHead>
          <HeadCell>About</HeadCell>
          <HeadCell>What</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Told</HeadCell>
          <HeadCell className="text-right">Opened</HeadCell>
        </TableHead>
        <TableBody>
          {alerts.map((alert) => (
            <Row key={alert.id} className="relative">
              <Cell className="sm:w-52">
                <span className="flex min-w-0 items-center gap-2.5 font-medium">
                  <SubjectMark alert={alert} />
                  <span className="wrap-anywhere">{alert.subject.name}</span>
                </span>
              </Cell>
              <Cell className="sm:max-w-0">
                <Anchor
                  id={alertRowId(alert)}
                  href={hrefOf(alert)}
                  data-row-link=""
                  className="block truncate outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent max-sm:whitespace-normal"
                >
                  {alert.what}
                  <span className="ml-2 text-muted max-sm:hidden">{alert.why}</span>
                </Anchor>
              </Cell>
              <Cell label="State" className="sm:w-32">
                <AlertBadge alert={alert} />
              </Cell>
              <Cell label="Told" className="text-muted sm:w-36">
                <span className="wrap-anywhere">
                  {alert.acknowledged && !alert.closedAt
                    ? `Taken on${alert.acknowledged.by ? ` by ${alert.acknowledged.by}` : ''}`
                    : toldOf(alert)}
                </span>
              </Cell>
              <Cell label="Opened" className="whitespace-nowrap text-muted sm:w-32 sm:text-right">
                <RelativeTime at={alert.openedAt} focusable={false} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

export function SubjectMark({ alert }: { alert: AlertView }) {
  const { provider, name } = alert.subject;
  if (provider) return <ProviderMark brand={provider} name={name} size="sm" />;
  return (
    <span className="grid size-6 shrink-0 place-items-center rounded-xs border border-line bg-sunken text-muted">
      <Webhook aria-hidden className="size-3.5" />
    </span>
  );
}
