import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { ownProvider } from '../kernel/product-events.ts';
import { fanOut } from './fan-out.ts';

const batchSize = 200;
/** Any fixed number; whoever holds it empties the outbox, in order. */
const outboxLock = 7_262_003;

type Row = {
  id: string;
  eventId: string;
  organizationId: string;
  type: string;
  data: unknown;
  occurredAt: number;
};

/** Hands the product's own events on like those of providers, in the order of their writing. */
export async function handOnProductEvents(runtime: Pick<Runtime, 'orm' | 'clock'>): Promise<void> {
  for (;;) {
    const taken = await handOnBatch(runtime);
    if (taken < batchSize) return;
  }
}

async function handOnBatch({ orm, clock }: Pick<Runtime, 'orm' | 'clock'>): Promise<number> {
  return orm.em.fork().transactional(async (em) => {
    const db = em.getKysely();
    const lock = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(${outboxLock}) as free`.execute(db);
    if (!lock.rows[0]?.free) return 0;
    const { rows } = await sql<Row>`
      with taken as (
        delete from product_events where id in (select id from product_events order by id limit ${batchSize})
        returning *)
      select id::text as id, event_id as "eventId", organization_id as "organizationId", type, data,
        (extract(epoch from occurred_at) * 1000)::float8 as "occurredAt"
      from taken order by taken.id`.execute(db);
    const events = rows.map((row) => ({
      id: row.eventId,
      organizationId: row.organizationId,
      provider: ownProvider,
      source: null,
      type: row.type,
      channel: null,
      receivedAt: new Date(row.occurredAt),
      body: envelope(row),
    }));
    await fanOut(em, events, clock.now());
    return rows.length;
  });
}

/** The body of Standard Webhooks: what happened, when, and to what. */
export const envelope = ({ type, occurredAt, data }: Pick<Row, 'type' | 'occurredAt' | 'data'>) =>
  JSON.stringify({ type, timestamp: new Date(occurredAt).toISOString(), data });
