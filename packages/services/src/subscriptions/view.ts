import type { EntityManager } from '@mikro-orm/postgresql';
import { User, WebhookLane, WebhookStream, type WebhookSubscription } from '@patchbay/db';
import { sql } from 'kysely';
import { epoch } from '../deliveries/lanes.ts';
import type { SubscriptionHealthView, SubscriptionView } from './schemas.ts';

type Queue = { id: string; queued: number; dead: number; oldest: number | null };

/** Subscriptions of one organization with their health: four queries, however many there are. */
export async function viewSubscriptions(
  em: EntityManager,
  organizationId: string,
  rows: WebhookSubscription[],
  now: Date,
): Promise<SubscriptionView[]> {
  const ids = rows.map(({ id }) => id);
  const makers = rows.flatMap(({ createdBy }) => (createdBy ? [createdBy] : []));
  const users = await em.find(User, { id: { $in: [...new Set(makers)] } });
  const lanes = await em.find(WebhookLane, { subscription: { $in: ids } }, { refresh: true });
  const stream = await em.findOne(WebhookStream, { organizationId }, { refresh: true });
  const queues = await queuesOf(em, organizationId, ids);
  const laneOf = new Map(lanes.map((lane) => [lane.subscription, lane]));
  return rows.map((row) => {
    const lane = laneOf.get(row.id);
    return {
      id: row.id,
      name: row.name,
      kind: row.kind,
      url: row.url ?? null,
      filter: row.filter,
      ordered: row.ordered,
      enabled: row.enabled,
      disabledReason: row.disabledReason ?? null,
      disabledAt: row.disabledAt ?? null,
      previousSecretUntil: later(row.previousSecretUntil, now),
      createdBy: users.find(({ id }) => id === row.createdBy)?.name ?? null,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      health: row.kind === 'push' ? healthOf(row, lane, queues.get(row.id), now) : null,
      reading: row.kind === 'push' ? null : readingOf(row, stream?.lastPosition ?? 0),
    };
  });
}

export async function viewSubscription(
  em: EntityManager,
  row: WebhookSubscription,
  now: Date,
): Promise<SubscriptionView> {
  const [view] = await viewSubscriptions(em, row.organizationId, [row], now);
  if (!view) throw new Error('one row makes one view');
  return view;
}

async function queuesOf(em: EntityManager, organizationId: string, ids: string[]) {
  const { rows } = await sql<Queue>`
    select subscription_id as id, count(*) filter (where state = 'queued')::int as queued,
      count(*) filter (where state = 'dead')::int as dead,
      min(${epoch('created_at')}) filter (where state = 'queued') as oldest
    from webhook_deliveries
    where organization_id = ${organizationId} and subscription_id = any(${ids}::uuid[])
    group by subscription_id`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.id, row]));
}

function healthOf(
  row: WebhookSubscription,
  lane: WebhookLane | undefined,
  queue: Queue | undefined,
  now: Date,
): SubscriptionHealthView {
  return {
    state: stateOf(row, lane, now),
    queued: queue?.queued ?? 0,
    deadLetters: queue?.dead ?? 0,
    oldestQueuedAt: queue?.oldest ? new Date(queue.oldest) : null,
    delivered: lane?.delivered ?? 0,
    failed: lane?.failed ?? 0,
    failuresInRow: lane?.failuresInRow ?? 0,
    failingSince: lane?.failingSince ?? null,
    heldUntil: later(lane?.heldUntil, now),
    lastSuccessAt: lane?.lastSuccessAt ?? null,
    lastFailureAt: lane?.lastFailureAt ?? null,
    lastStatus: lane?.lastStatus ?? null,
    lastError: lane?.lastError ?? null,
    latencyMs: lane?.latencyMs ?? null,
  };
}

function stateOf(
  { enabled }: WebhookSubscription,
  lane: WebhookLane | undefined,
  now: Date,
): SubscriptionHealthView['state'] {
  if (!enabled) return 'disabled';
  if (later(lane?.heldUntil, now)) return 'held';
  if ((lane?.failuresInRow ?? 0) > 0) return 'failing';
  return lane?.lastSuccessAt ? 'ok' : 'idle';
}

const readingOf = ({ ackedPosition }: WebhookSubscription, last: number) => ({
  ackedCursor: ackedPosition === null || ackedPosition === undefined ? null : String(ackedPosition),
  behind: last - (ackedPosition ?? 0),
});

const later = (moment: Date | null | undefined, now: Date): Date | null =>
  moment && moment > now ? moment : null;
