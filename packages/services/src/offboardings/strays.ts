import { Offboarding } from '@patchbay/db';
import { enqueue, removeAccounts } from '@patchbay/jobs';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { lockMembership } from '../organizations/membership.ts';
import { closeAccounts } from './begin.ts';

/**
 * Accounts that came to be in the very moment in which their person left: the request that made them saw the membership,
 * and the offboarding did not see them yet. They are added to it. Answers how many.
 */
export async function closeStrays(runtime: Runtime, limit: number): Promise<number> {
  const since = new Date(runtime.clock.now().getTime() - 24 * 3_600_000);
  const { rows } = await sql<{ id: string; organizationId: string; userId: string }>`
    select distinct on (a.organization_id, a.user_id)
      o.id, a.organization_id as "organizationId", a.user_id as "userId"
    from integration_accounts a
    join offboardings o on o.organization_id = a.organization_id and o.user_id = a.user_id
    where a.status <> 'deleted' and o.created_at > ${since} and not exists (select 1 from auth.member m
      where m."organizationId" = a.organization_id and m."userId" = a.user_id)
    order by a.organization_id, a.user_id, o.created_at desc
    limit ${limit}`.execute(runtime.orm.em.fork().getKysely());
  let closed = 0;
  for (const { id, organizationId, userId } of rows)
    await runtime.orm.em.fork().transactional(async (em) => {
      await lockMembership(em, organizationId);
      const member = sql`select 1 from auth.member
        where "organizationId" = ${organizationId} and "userId" = ${userId}`;
      // Whoever was invited back meanwhile keeps what they have.
      if ((await member.execute(em.getKysely())).rows.length > 0) return;
      const offboarding = await em.findOneOrFail(Offboarding, { id });
      const removals = await closeAccounts(em, { runtime }, offboarding);
      await em.flush();
      if (removals.length > 0) await enqueue(em, removeAccounts, { offboardingId: id });
      closed += removals.length;
    });
  return closed;
}
