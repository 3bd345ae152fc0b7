import type { SubscriptionView } from '@patchbay/services/schemas';
import { Anchor, Cell, HeadCell, Row, Table, TableBody, TableHead } from '@patchbay/ui';
import { count } from './counts.ts';
import { latency, SubscriptionState, successRate } from './subscription-state.tsx';

type SubscriptionTableProps = { subscriptions: readonly SubscriptionView[]; base: string };

const placeOf = ({ kind, url }: SubscriptionView): string => {
  if (kind === 'push') return url ?? '';
  return kind === 'pull' ? 'Asks with a cursor' : 'Reads a stream';
};

export function SubscriptionTable({ subscriptions, base }: SubscriptionTableProps) {
  return (
    <Table caption="Subscriptions">
      <TableHead>
        <HeadCell>Program</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell className="text-right">Success</HeadCell>
        <HeadCell className="text-right">Latency</HeadCell>
        <HeadCell className="text-right">Waiting</HeadCell>
        <HeadCell className="text-right">Given up</HeadCell>
      </TableHead>
      <TableBody>
        {subscriptions.map((subscription) => {
          const { health, reading } = subscription;
          const waiting = health?.queued ?? reading?.behind ?? 0;
          return (
            <Row key={subscription.id}>
              <Cell className="sm:max-w-72">
                <span className="flex min-w-0 flex-col py-1">
                  <Anchor
                    href={`${base}/webhooks/subscriptions/${subscription.id}`}
                    className="font-medium wrap-anywhere hover:underline"
                  >
                    {subscription.name}
                  </Anchor>
                  <span className="text-sm wrap-anywhere text-muted">{placeOf(subscription)}</span>
                </span>
              </Cell>
              <Cell label="State">
                <span className="flex flex-col items-start gap-1 py-1 max-sm:items-end">
                  <SubscriptionState subscription={subscription} />
                  {health?.lastError && health.state !== 'ok' && (
                    <span className="max-w-72 text-sm text-muted max-sm:text-right">
                      {health.lastError}
                    </span>
                  )}
                </span>
              </Cell>
              <Cell label="Success" className="text-muted tabular-nums sm:text-right">
                {successRate(subscription)}
              </Cell>
              <Cell label="Latency" className="text-muted tabular-nums sm:text-right">
                {latency(subscription)}
              </Cell>
              <Cell label="Waiting" className="text-muted tabular-nums sm:text-right">
                {count(waiting)}
              </Cell>
              <Cell label="Given up" className="text-muted tabular-nums sm:text-right">
                {health ? count(health.deadLetters) : '–'}
              </Cell>
            </Row>
          );
        })}
      </TableBody>
    </Table>
  );
}
