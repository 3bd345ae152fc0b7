import type { AlertCountView, DeliverySummaryView } from '@patchbay/services/schemas';
import { Link, RelativeTime } from '@patchbay/ui';
import { Figures } from '../../integrations/facts.tsx';
import { count, plural } from '../../webhooks/counts.ts';

type EventsAndAlertsProps = {
  base: string;
  alerts: AlertCountView;
  /** Null for who may not see webhooks. */
  deliveries: DeliverySummaryView | null;
};

/** What is open, how late the events are, and what was given up: one row of numbers. */
export function EventsAndAlerts({ base, alerts, deliveries }: EventsAndAlertsProps) {
  const open = alerts.open - alerts.unacknowledged;
  const figures = [
    {
      label: 'Open alerts',
      value: <Link href={`${base}/alerts`}>{count(alerts.open)}</Link>,
      note:
        alerts.failingChannels > 0
          ? `${plural(alerts.failingChannels, 'channel')} failing`
          : open > 0
            ? `${open} taken on`
            : 'Told by your channels',
    },
    ...(deliveries ? ofEvents(base, deliveries) : []),
  ];
  return (
    <section aria-label="Webhooks and alerts">
      <Figures figures={figures} />
    </section>
  );
}

const ofEvents = (base: string, deliveries: DeliverySummaryView) => [
  {
    label: 'Events delivered',
    value: <Link href={`${base}/webhooks/events`}>{count(deliveries.delivered24h)}</Link>,
    note: `In 24 h, ${count(deliveries.failed24h)} attempts failed`,
  },
  {
    label: 'Waiting',
    value: count(deliveries.queued + deliveries.retrying),
    note: deliveries.oldestDueAt ? (
      <>
        Oldest due <RelativeTime at={deliveries.oldestDueAt} />
      </>
    ) : (
      'Nothing is late'
    ),
  },
  {
    label: 'Dead letters',
    value: <Link href={`${base}/webhooks/dead-letters`}>{count(deliveries.dead)}</Link>,
    note: deliveries.dead > 0 ? 'Wait for somebody' : 'None',
  },
];
