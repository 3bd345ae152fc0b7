import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { WebhookReplay } from '@patchbay/db';
import { sql } from 'kysely';
import { publish, type Runtime } from '../kernel/index.ts';
import {
  type PastMessage,
  pastMessage,
  queueAgain,
  type Target,
  targetsOf,
} from './queue-again.ts';
import { inRange } from './range.ts';

const mostAtOnce = 500;
/** Of all programs together in one transaction: thousands of them slow a replay down. */
const mostDeliveries = 10_000;
/** A replay that stood still (no worker ran) does not catch up with more than so many seconds' worth. */
const longestCatchUpMs = 2_000;

/**
 * Moves every running replay on by what its rate allows since the last time. How far it is stands in its row and is
 * committed with the deliveries, so that any worker can go on and nothing is queued twice.
 */
export async function advanceReplays(runtime: Pick<Runtime, 'orm' | 'clock'>): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook_replays where state = 'running' order by advanced_at limit 100`.execute(
    runtime.orm.em.fork().getKysely(),
  );
  for (const { id } of rows) await advance(runtime, id);
}

const advance = ({ orm, clock }: Pick<Runtime, 'orm' | 'clock'>, id: string) =>
  orm.em.fork().transactional(async (em) => {
    const row = await em.findOne(
      WebhookReplay,
      { id, state: 'running' },
      { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    if (!row) return;
    const now = clock.now();
    const elapsed = Math.min(longestCatchUpMs, now.getTime() - row.advancedAt.getTime());
    const allowed = Math.min(mostAtOnce, Math.floor((elapsed * row.perSecond) / 1_000));
    if (allowed < 1) return;
    const { organizationId, subscriptionId = null } = row;
    const targets = await targetsOf(em, organizationId, subscriptionId);
    const share = Math.min(allowed, Math.ceil(mostDeliveries / Math.max(1, targets.length)));
    // A replay to a subscription that was removed has nowhere to go.
    const messages =
      subscriptionId && targets.length === 0 ? [] : await next(em, row, targets, share);
    const queued = await queueAgain(em, {
      organizationId,
      replayId: row.id,
      targets,
      messages,
      filtered: true,
      now,
    });
    const isDone = messages.length < share;
    em.assign(row, {
      position: messages.at(-1)?.position ?? row.position,
      taken: row.taken + messages.length,
      queued: row.queued + queued,
      advancedAt: now,
      updatedAt: now,
      ...(isDone && { state: 'done', finishedAt: now }),
    });
    await em.flush();
    await publish(em, { organizationId, type: 'delivered', subject: { type: 'replay', id } });
  });

async function next(
  em: EntityManager,
  { organizationId, filter, subscriptionId, position, untilPosition }: WebhookReplay,
  targets: readonly Target[],
  limit: number,
): Promise<PastMessage[]> {
  const [only] = targets;
  const subscription = subscriptionId && only ? only : null;
  const { rows } = await sql<PastMessage>`
    select ${pastMessage} from webhook_messages m
    where ${inRange({ organizationId, filter, subscription })}
      and m.position > ${position} and m.position <= ${untilPosition}
    order by m.position limit ${limit}`.execute(em.getKysely());
  return rows;
}
