import type { EntityManager } from '@mikro-orm/postgresql';
import { asUser, type MemberRole } from '@patchbay/core';
import { sql } from 'kysely';
import type { Permitted, PersonContext } from '../kernel/index.ts';

/**
 * Lets one change of members and invitations of an organization happen at a time, so that "the last owner"
 * and "used once" hold. The weakest lock that does it: rows that refer to the organization are still written.
 */
export async function lockMembership(em: EntityManager, organizationId: string): Promise<void> {
  await sql`select id from auth.organization where id = ${organizationId} for no key update`.execute(
    em.getKysely(),
  );
}

/** The context of a person who becomes part of an organization in the very transaction that follows. */
export function entering(ctx: PersonContext, organizationId: string, role: MemberRole): Permitted {
  const { type, id, name, email } = ctx.person;
  return {
    runtime: ctx.runtime,
    requestId: ctx.requestId,
    principal: asUser(organizationId, { type, id, name, email }, role),
    permission: 'settings:read',
  };
}
