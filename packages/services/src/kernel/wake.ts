import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/** The NOTIFY channel on which workers hear of something to deliver. */
export const deliveryChannel = 'patchbay_deliveries';

/** What a payload may hold besides ids: look everywhere; the product's own events wait to be handed on. */
export const everywhere = '*';
export const outbox = 'outbox';

/** NOTIFY takes 8,000 bytes; past so many ids looking everywhere is as quick. */
const mostIds = 200;

/** Tells workers at commit which subscriptions have something to deliver. */
export async function wakeDeliveries(
  em: EntityManager,
  subscriptionIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(subscriptionIds)];
  const payload = ids.length > mostIds ? everywhere : ids.join(',');
  if (payload === '') return;
  await sql`select pg_notify(${deliveryChannel}, ${payload})`.execute(em.getKysely());
}
