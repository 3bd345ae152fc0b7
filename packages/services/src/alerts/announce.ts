import type { EntityManager } from '@mikro-orm/postgresql';
import {
  type Alert,
  AlertChannel,
  type AlertSeverity,
  alertSeverities,
  type NotificationKind,
} from '@patchbay/db';
import { enqueueAll, sendAlert } from '@patchbay/jobs';
import { sql } from 'kysely';
import { isQuiet } from './windows/is-quiet.ts';
import type { WindowsByOwner } from './windows/read.ts';

export type Announcing = { em: EntityManager; now: Date; windows: WindowsByOwner };

type Planned = { alert: Alert; channelId: string; kind: NotificationKind; turn: number };

/** Tells of alerts that nobody was told of. During maintenance that is put on record and made up for at its end. */
export async function announceOpened(parts: Announcing, alerts: Alert[]): Promise<number> {
  const untold = alerts.filter(({ announcedAt }) => !announcedAt);
  if (untold.length === 0) return 0;
  const quiet = untold.filter((alert) => isHeldBack(parts, alert));
  const loud = untold.filter((alert) => !quiet.includes(alert));
  const channels = await channelsFor(parts.em, untold);
  const plan = (some: Alert[], turn: number) =>
    some.flatMap((alert) =>
      channelsOf(channels, alert).map(({ id }) => ({
        alert,
        channelId: id,
        kind: 'opened' as const,
        turn,
      })),
    );
  await note(parts, plan(quiet, 0), 'suppressed');
  for (const alert of loud) alert.announcedAt = parts.now;
  await parts.em.flush();
  return note(parts, plan(loud, 1), 'pending');
}

/** Tells those who were told of the alert that it is over; what gave way to another alert says so by that one. */
export async function announceClosed(parts: Announcing, alerts: Alert[]): Promise<number> {
  const told = alerts.filter(({ announcedAt, ending }) => announcedAt && ending !== 'replaced');
  return note(parts, await toldOf(parts.em, told, 'closed', () => 1), 'pending');
}

const hourMs = 3_600_000;

/** Repeats alerts that stay open and that nobody has taken on, at the pace of their organization. */
export async function remind(parts: Announcing, alerts: Alert[]): Promise<number> {
  const { em, now } = parts;
  const waiting = alerts.filter(
    (alert) => alert.announcedAt && !alert.acknowledgedAt && !isHeldBack(parts, alert),
  );
  if (waiting.length === 0) return 0;
  const pace = await pacesOf(em, waiting);
  const due = waiting.filter((alert) => {
    const everyMs = (pace.get(alert.organizationId) ?? 24) * hourMs;
    const last = alert.remindedAt ?? alert.announcedAt ?? now;
    return everyMs > 0 && now.getTime() - last.getTime() >= everyMs;
  });
  // The hour since it was told, so that a pass that is repeated makes the same reminder.
  const turnOf = ({ announcedAt }: Alert) =>
    Math.floor((now.getTime() - (announcedAt ?? now).getTime()) / hourMs);
  const planned = await toldOf(em, due, 'reminder', turnOf);
  for (const alert of due) alert.remindedAt = now;
  await em.flush();
  return note(parts, planned, 'pending');
}

const isHeldBack = ({ windows, now }: Announcing, { organizationId, integration }: Alert) =>
  isQuiet(windows.get(organizationId) ?? [], integration ?? null, now);

const channelsFor = (em: EntityManager, alerts: Alert[]): Promise<AlertChannel[]> =>
  em.find(AlertChannel, {
    organizationId: { $in: [...new Set(alerts.map(({ organizationId }) => organizationId))] },
    enabled: true,
  });

const channelsOf = (channels: AlertChannel[], { organizationId, severity }: Alert) =>
  channels.filter(
    (channel) =>
      channel.organizationId === organizationId && reaches(severity, channel.leastSeverity),
  );

const reaches = (severity: AlertSeverity, least: AlertSeverity): boolean =>
  alertSeverities.indexOf(severity) <= alertSeverities.indexOf(least);

async function toldOf(
  em: EntityManager,
  alerts: Alert[],
  kind: NotificationKind,
  turnOf: (alert: Alert) => number,
): Promise<Planned[]> {
  if (alerts.length === 0) return [];
  const ids = alerts.map(({ id }) => id);
  const { rows } = await sql<{ alertId: string; channelId: string }>`
    select n.alert_id as "alertId", n.channel_id as "channelId"
    from alert_notifications n join alert_channels c on c.id = n.channel_id and c.enabled
    where n.alert_id = any(${ids}::uuid[]) and n.kind = 'opened' and n.status <> 'suppressed'`.execute(
    em.getKysely(),
  );
  return alerts.flatMap((alert) =>
    rows
      .filter(({ alertId }) => alertId === alert.id)
      .map(({ channelId }) => ({ alert, channelId, kind, turn: turnOf(alert) })),
  );
}

async function pacesOf(em: EntityManager, alerts: Alert[]): Promise<Map<string, number>> {
  const ids = alerts.map(({ organizationId }) => organizationId);
  const { rows } = await sql<{ id: string; hours: number }>`
    select organization_id as id, remind_hours as hours from alert_rules
    where organization_id = any(${ids}::uuid[])`.execute(em.getKysely());
  return new Map(rows.map(({ id, hours }) => [id, hours]));
}

/** Puts messages on record and queues them under their own ids; what is on record already stays as it is. */
async function note(
  { em, now }: Announcing,
  planned: Planned[],
  status: 'pending' | 'suppressed',
): Promise<number> {
  if (planned.length === 0) return 0;
  const given = planned.map(({ alert, channelId, kind, turn }) => ({
    organization_id: alert.organizationId,
    alert_id: alert.id,
    channel_id: channelId,
    kind,
    turn,
  }));
  const { rows } = await sql<{ id: string }>`
    insert into alert_notifications (organization_id, alert_id, channel_id, kind, turn, status, created_at)
    select v.organization_id, v.alert_id, v.channel_id, v.kind, v.turn, ${status}, ${now}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as v(organization_id uuid, alert_id uuid, channel_id uuid, kind text, turn int)
    on conflict (alert_id, channel_id, kind, turn) do nothing returning id`.execute(em.getKysely());
  if (status === 'suppressed') return 0;
  const items = rows.map(({ id }) => ({ id, input: { notificationId: id } }));
  return (await enqueueAll(em, sendAlert, items)).length;
}
