import type { EventView } from '@patchbay/services/schemas';
import {
  Anchor,
  Cell,
  HeadCell,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { moveByArrows } from '../parts/move-by-arrows.ts';
import { bytes } from './counts.ts';
import { EventState } from './event-state.tsx';
import { SenderMark } from './sender-mark.tsx';

export const eventRowId = ({ id }: { id: string }): string => `event-${id}`;

type EventTableProps = { events: readonly EventView[]; hrefOf: (event: EventView) => string };

/** Newest first. Up and down go from row to row, Enter opens one. */
export function EventTable({ events, hrefOf }: EventTableProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between its links
    <div onKeyDown={moveByArrows}>
      <Table caption="Webhook events, newest first">
        <TableHead>
          <HeadCell>Source</HeadCell>
          <HeadCell>Event</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Channel</HeadCell>
          <HeadCell className="text-right">Size</HeadCell>
          <HeadCell className="text-right">Received</HeadCell>
        </TableHead>
        <TableBody>
          {events.map((event) => (
            <Row key={event.id} className="relative">
              <Cell className="sm:w-48">
                <span className="flex min-w-0 items-center gap-2.5">
                  <SenderMark sender={event.provider} />
                  <span className="wrap-anywhere">{event.sourceName}</span>
                </span>
              </Cell>
              <Cell className="sm:max-w-0">
                <Anchor
                  id={eventRowId(event)}
                  href={hrefOf(event)}
                  data-row-link=""
                  className="flex min-w-0 items-baseline gap-3 outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                >
                  <span className="shrink-0 font-mono text-xs">{event.eventType ?? 'event'}</span>
                  <span className="truncate font-mono text-xs text-muted max-lg:hidden">
                    {event.deliveryId}
                  </span>
                </Anchor>
              </Cell>
              <Cell label="State" className="sm:w-36">
                <EventState state={event.state} />
              </Cell>
              <Cell
                label="Channel"
                className={`text-muted sm:w-36 ${event.channel ? '' : 'max-sm:hidden'}`}
              >
                <span className="block max-w-32 truncate font-mono text-xs">
                  {event.channel ?? '–'}
                </span>
              </Cell>
              <Cell label="Size" className="text-muted tabular-nums sm:w-24 sm:text-right">
                {bytes(event.sizeBytes)}
              </Cell>
              <Cell label="Received" className="whitespace-nowrap text-muted sm:w-32 sm:text-right">
                <RelativeTime at={event.receivedAt} focusable={false} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
