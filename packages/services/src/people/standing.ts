import type { EntityManager } from '@mikro-orm/postgresql';
import type { MemberRole } from '@patchbay/core';
import { sql } from 'kysely';

/** What a person has in one organization. */
export type Standing = {
  id: string;
  name: string;
  slug: string;
  role: MemberRole | null;
  lastOwner: boolean;
  accounts: number;
  keys: number;
};

/** Every organization that a person belongs to or has something in, by id. One query. */
export async function standingsOf(
  em: EntityManager,
  userId: string,
  now: Date,
): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select o.id, o.name, o.slug, m.role,
      coalesce(m.role = 'owner' and not exists (select 1 from auth.member other
        where other."organizationId" = o.id and other.role = 'owner'
          and other."userId" <> ${userId}), false) as "lastOwner",
      (select count(*)::int from integration_accounts a where a.organization_id = o.id
        and a.user_id = ${userId} and a.status <> 'deleted') as accounts,
      (select count(*)::int from api_keys k where k.organization_id = o.id
        and k.created_by = ${userId} and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > ${now})) as keys
    from auth.organization o
    left join auth.member m on m."organizationId" = o.id and m."userId" = ${userId}
    where m.id is not null
      or exists (select 1 from integration_accounts a
        where a.organization_id = o.id and a.user_id = ${userId} and a.status <> 'deleted')
      or exists (select 1 from api_keys k
        where k.organization_id = o.id and k.created_by = ${userId} and k.revoked_at is null)
    order by o.id`.execute(em.getKysely());
  return rows;
}

/** Why a person cannot be deleted; null when they can. */
export async function obstacleOf(
  em: EntityManager,
  { userId, operator }: { userId: string; operator: boolean },
  standings: readonly Standing[],
): Promise<string | null> {
  const owned = standings.filter(({ lastOwner }) => lastOwner).map(({ name }) => name);
  if (owned.length > 0) {
    const names = new Intl.ListFormat('en').format(owned);
    return `This is the last owner of ${names}. Make somebody else an owner there first.`;
  }
  if (!operator) return null;
  const { rows } =
    await sql`select 1 from auth."user" where operator and id <> ${userId} limit 1`.execute(
      em.getKysely(),
    );
  return rows.length > 0 ? null : 'This is the only operator. Make somebody else one first.';
}
