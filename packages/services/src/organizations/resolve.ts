import { asUser, isStorable, memberRoles, PatchbayError, type Principal } from '@patchbay/core';
import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import type { Person } from '../kernel/index.ts';

/**
 * What a person may do in the organization of a page or a call, read in one query at every request, so that a
 * changed role counts at once. An operator who is no member enters as `operator`.
 * @throws PatchbayError `not_found` for an organization the person may not enter, existing or not
 */
export async function resolveOrganization(
  orm: Orm,
  person: Person,
  slug: string,
): Promise<Principal> {
  if (!isStorable(slug)) throw noSuchOrganization();
  const { rows } = await sql<{ id: string; role: string | null }>`
    select o.id, m.role from auth.organization o
    left join auth.member m on m."organizationId" = o.id and m."userId" = ${person.id}
    where o.slug = ${slug}`.execute(orm.em.fork().getKysely());
  const [found] = rows;
  const memberRole = memberRoles.find((role) => role === found?.role);
  const role = memberRole ?? (person.operator ? 'operator' : undefined);
  if (found === undefined || role === undefined) {
    throw noSuchOrganization();
  }
  const { type, id, name, email } = person;
  return asUser(found.id, { type, id, name, email }, role);
}

const noSuchOrganization = () => new PatchbayError('not_found', 'There is no such organization.');
