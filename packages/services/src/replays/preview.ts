import type { EntityManager } from '@mikro-orm/postgresql';
import { invalidField } from '@patchbay/core';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  PreviewReplayInput,
  type ReplayPreviewView,
  type ReplayRange,
} from '../deliveries/schemas.ts';
import { defineVerb } from '../kernel/index.ts';
import { requirePush } from '../subscriptions/find.ts';
import { type PastMessage, pastMessage } from './queue-again.ts';
import { inRange, type Range } from './range.ts';

const sampleSize = 5;

/** How many events a replay would take, and the first of them. Errors as of `replays.start`. */
export const previewReplay = defineVerb({
  name: 'replays.preview',
  permission: 'webhooks:read',
  input: PreviewReplayInput,
  async run({ runtime, principal }, input): Promise<ReplayPreviewView> {
    const em = runtime.orm.em.fork();
    const range = await rangeOf(em, principal.organizationId, input);
    const events = await countEvents(em, range);
    const { rows } = await sql<PastMessage>`
      select ${pastMessage} from webhook_messages m where ${inRange(range)}
      order by m.position limit ${sampleSize}`.execute(em.getKysely());
    const sample = rows.map(({ eventId, type, provider, receivedAt }) => ({
      eventId,
      type,
      provider,
      receivedAt: new Date(receivedAt),
    }));
    return { events, sample };
  },
});

/** What an input means. Errors: `invalid_input`, `not_found`, `conflict` for a subscription that is not pushed. */
export async function rangeOf(
  em: EntityManager,
  organizationId: string,
  { from, until, filter, status, subscriptionId }: z.output<typeof ReplayRange>,
): Promise<Range> {
  if (until <= from) throw invalidField('until', 'must be later than the beginning');
  if (status !== 'any' && subscriptionId === undefined)
    throw invalidField('subscriptionId', 'Choose the subscription whose deliveries are meant.');
  const row = subscriptionId ? await requirePush(em, organizationId, subscriptionId) : null;
  return {
    organizationId,
    filter: { ...filter, status, from: from.toISOString(), until: until.toISOString() },
    subscription: row && { id: row.id, filter: row.filter },
  };
}

export async function countEvents(em: EntityManager, range: Range): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhook_messages m where ${inRange(range)}`.execute(
    em.getKysely(),
  );
  return rows[0]?.count ?? 0;
}
