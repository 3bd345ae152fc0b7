import { sql } from 'kysely';
import { epoch } from './lanes.ts';
import type { DeliveryStatus, DeliveryView } from './schemas.ts';
import { webhookIdOf } from './signature.ts';

/** A delivery as both tables answer it; times in Unix milliseconds. */
export type DeliveryRow = {
  id: string;
  /** What lists are ordered by. */
  at: number;
  subscriptionId: string;
  subscriptionName: string | null;
  eventId: string;
  provider: string | null;
  type: string | null;
  status: DeliveryStatus;
  attempts: number;
  createdAt: number;
  dueAt: number | null;
  lastAttemptAt: number | null;
  lastStatus: number | null;
  lastError: string | null;
  replayId: string | null;
};

/** What waits or was given up (`d`), with its subscription (`s`) and message (`m`). */
export const waitingDeliveries = sql`
  select d.id::bigint as id, ${epoch('d.created_at')} as at, d.subscription_id as "subscriptionId",
    s.name as "subscriptionName", d.event_id as "eventId", m.provider, m.type,
    case when d.state = 'dead' then 'dead' when d.attempts > 0 then 'retrying' else 'queued' end as status,
    d.attempts, ${epoch('d.created_at')} as "createdAt",
    case when d.state = 'queued' then ${epoch('d.due_at')} end as "dueAt",
    ${epoch('d.last_attempt_at')} as "lastAttemptAt", d.last_status as "lastStatus", d.last_error as "lastError",
    d.replay_id as "replayId"
  from webhook_deliveries d join webhook_subscriptions s on s.id = d.subscription_id
  left join lateral (select * from webhook_messages m where m.organization_id = d.organization_id
    and m.position = d.position and m.created_at = d.message_created_at limit 1) m on true`;

/** What arrived or was discarded: the last row (`a`) that the log has of it. */
export const finishedDeliveries = sql`
  select a.delivery_id as id, ${epoch('a.attempted_at')} as at, a.subscription_id as "subscriptionId",
    s.name as "subscriptionName", a.event_id as "eventId", a.provider, a.type, a.outcome as status,
    a.number as attempts, ${epoch('a.queued_at')} as "createdAt", null::float8 as "dueAt",
    ${epoch('a.attempted_at')} as "lastAttemptAt", a.http_status as "lastStatus", a.error as "lastError",
    a.replay_id as "replayId"
  from webhook_attempts a left join webhook_subscriptions s on s.id = a.subscription_id`;

export const toDeliveryView = (row: DeliveryRow): DeliveryView => ({
  id: row.id,
  subscriptionId: row.subscriptionId,
  subscriptionName: row.subscriptionName,
  eventId: row.eventId,
  webhookId: webhookIdOf(row.eventId),
  provider: row.provider ?? 'unknown',
  type: row.type ?? 'unknown',
  status: row.status,
  attempts: row.attempts,
  createdAt: new Date(row.createdAt),
  dueAt: dateOf(row.dueAt),
  lastAttemptAt: dateOf(row.lastAttemptAt),
  lastStatus: row.lastStatus,
  lastError: row.lastError,
  replayId: row.replayId,
});

const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));
