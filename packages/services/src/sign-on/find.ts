import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { SignOnClient } from '@patchbay/db';
import { sql } from 'kysely';

/** @throws PatchbayError `not_found`, also for a tool of another organization */
export async function requireClient(
  em: EntityManager,
  organizationId: string,
  clientId: string,
): Promise<SignOnClient> {
  const found = await em.findOne(
    SignOnClient,
    { clientId, organizationId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (found) return found;
  throw new PatchbayError('not_found', 'There is no such tool.');
}

/** How many people let each of an organization's tools know who they are. */
export async function countPeople(
  em: EntityManager,
  organizationId: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ clientId: string; people: number }>`
    select c."clientId", count(distinct k."userId")::int as people
    from auth."oauthClient" c join auth."oauthConsent" k on k."clientId" = c."clientId"
    where c."referenceId" = ${organizationId} group by c."clientId"`.execute(em.getKysely());
  return new Map(rows.map(({ clientId, people }) => [clientId, people]));
}
