import type { CallView } from '@patchbay/services/schemas';
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
import { useLocation, useParams } from '@remix-run/react';
import type { KeyboardEvent } from 'react';
import { CallStatus } from '../../requests/call-status.tsx';
import { requestKey } from '../../requests/request-key.ts';
import { rowId } from '../../requests/row-id.ts';
import { milliseconds } from '../../requests/timings.tsx';
import type { Named } from './requests.ts';

type RequestTableProps = { items: readonly CallView[]; providers: readonly Named[] };

/** Newest first. Up and down go from row to row, Enter opens one. */
export function RequestTable({ items, providers }: RequestTableProps) {
  const { org } = useParams();
  const { search } = useLocation();
  const names = new Map(providers.map(({ provider, name }) => [provider, name]));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between its links
    <div onKeyDown={moveByArrows}>
      <Table caption="Requests, newest first">
        <TableHead>
          <HeadCell>Integration</HeadCell>
          <HeadCell>Request</HeadCell>
          <HeadCell>Status</HeadCell>
          <HeadCell className="text-right">Time taken</HeadCell>
          <HeadCell>By</HeadCell>
          <HeadCell className="text-right">When</HeadCell>
        </TableHead>
        <TableBody>
          {items.map((call) => (
            <RequestRow
              key={call.id}
              call={call}
              name={names.get(call.provider) ?? call.provider}
              href={`/o/${org}/requests/${requestKey(call)}${search}`}
            />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function RequestRow({ call, name, href }: { call: CallView; name: string; href: string }) {
  return (
    <Row className="relative max-sm:grid! max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-y-2!">
      <Cell className="sm:w-44">
        <span className="flex min-w-0 items-center gap-2.5">
          <ProviderMark brand={call.provider} name={name} size="sm" />
          <span className="truncate">{name}</span>
        </span>
      </Cell>
      <Cell className="max-sm:col-span-2 max-sm:row-start-2 sm:max-w-0">
        <Anchor
          id={rowId(call)}
          href={href}
          data-row-link=""
          className="flex min-w-0 items-baseline gap-2 outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <span className="w-13 shrink-0 font-mono text-xs text-muted max-sm:w-auto">
            {call.method}
          </span>
          <span className="truncate font-mono text-xs max-sm:wrap-anywhere max-sm:whitespace-normal">
            {call.endpoint}
          </span>
        </Anchor>
      </Cell>
      <Cell className="max-sm:col-start-2 max-sm:row-start-1 sm:w-40">
        <CallStatus {...call} />
      </Cell>
      <Cell className="text-muted tabular-nums max-sm:col-start-2 max-sm:row-start-3 max-sm:justify-end sm:w-24 sm:text-right">
        {milliseconds(call.timings.totalMs)}
      </Cell>
      <Cell className="text-muted max-sm:hidden sm:w-40">
        <span className="block max-w-36 truncate">{call.actor.name}</span>
      </Cell>
      <Cell className="whitespace-nowrap text-muted max-sm:row-start-3 sm:w-32 sm:text-right">
        <RelativeTime at={call.createdAt} focusable={false} />
      </Cell>
    </Row>
  );
}

function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')];
  const next = links[links.indexOf(document.activeElement as HTMLElement) + step];
  if (!links.some((link) => link === document.activeElement) || !next) return;
  event.preventDefault();
  next.focus();
}
