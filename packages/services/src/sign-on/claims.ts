import { type AccountClaims, claimOfScope } from '@patchbay/core';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';

/**
 * What a tool of an organization is told of a person's accounts there: those that are active, by scope. Null for
 * whoever is no member. One query, so that membership and accounts are of the same moment.
 */
export async function signOnClaims(
  { orm }: Pick<Runtime, 'orm'>,
  {
    userId,
    organizationId,
    scopes,
  }: { userId: string; organizationId: string; scopes: readonly string[] },
): Promise<AccountClaims | null> {
  const { rows } = await sql<Record<keyof AccountClaims, string | null>>`
    select
      (select i.nick from irc_account i join integration_accounts a on a.id = i.account_id
        where a.organization_id = m."organizationId" and a.user_id = m."userId" and a.status = 'active'
        order by a.created_at limit 1) as irc_nick,
      (select x.jid from xmpp_account x join integration_accounts a on a.id = x.account_id
        where a.organization_id = m."organizationId" and a.user_id = m."userId" and a.status = 'active'
        order by a.created_at limit 1) as xmpp_jid
    from auth.member m
    where m."organizationId" = ${organizationId} and m."userId" = ${userId}`.execute(
    orm.em.fork().getKysely(),
  );
  const [found] = rows;
  if (!found) return null;
  const asked = Object.entries(claimOfScope).flatMap(([scope, claim]) =>
    scopes.includes(scope) && found[claim] ? [[claim, found[claim]]] : [],
  );
  return Object.fromEntries(asked);
}
