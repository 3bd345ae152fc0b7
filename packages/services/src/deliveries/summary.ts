import { sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { epoch } from './lanes.ts';
import type { DeliverySummaryView } from './schemas.ts';

type Row = Omit<DeliverySummaryView, 'oldestDueAt'> & { oldestDueAt: number | null };

/** What waits, what was given up and what went through in the last 24 hours. */
export const summarizeDeliveries = defineVerb({
  name: 'deliveries.summary',
  permission: 'webhooks:read',
  input: z.object({}),
  async run({ runtime, principal: { organizationId } }): Promise<DeliverySummaryView> {
    const since = new Date(runtime.clock.now().getTime() - 86_400_000);
    const { rows } = await sql<Row>`
      with waiting as (
        select count(*) filter (where d.state = 'queued' and d.attempts = 0)::int as queued,
          count(*) filter (where d.state = 'queued' and d.attempts > 0)::int as retrying,
          count(*) filter (where d.state = 'dead')::int as dead,
          min(${epoch('d.due_at')}) filter (where d.state = 'queued') as "oldestDueAt"
        from webhook_deliveries d join webhook_subscriptions s on s.id = d.subscription_id
        where s.organization_id = ${organizationId}),
      tried as (
        select count(*) filter (where outcome = 'delivered')::int as "delivered24h",
          count(*) filter (where outcome in ('failed', 'dead'))::int as "failed24h"
        from webhook_attempts where organization_id = ${organizationId} and attempted_at >= ${since})
      select * from waiting, tried`.execute(runtime.orm.em.fork().getKysely());
    const [row] = rows;
    if (!row) throw new Error('an aggregate answers one row');
    const { oldestDueAt } = row;
    return { ...row, oldestDueAt: oldestDueAt === null ? null : new Date(oldestDueAt) };
  },
});
