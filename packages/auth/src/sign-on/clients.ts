import type { IdentityDatabase } from '../database.ts';

/** A tool that people sign in to with Patchbay. */
export type SignOnClient = {
  clientId: string;
  name: string;
  organizationId: string;
  organizationName: string;
  redirectUris: string[];
};

/** A registered tool; null for one that is unknown or belongs to no organization. */
export async function findClient(
  db: IdentityDatabase,
  clientId: string,
): Promise<SignOnClient | null> {
  const found = await db
    .selectFrom('auth.oauthClient as client')
    .innerJoin('auth.organization as organization', 'organization.id', 'client.referenceId')
    .select([
      'client.clientId',
      'client.name',
      'client.redirectUris',
      'organization.id as organizationId',
      'organization.name as organizationName',
    ])
    .where('client.clientId', '=', clientId)
    .executeTakeFirst();
  return found ? { ...found, name: found.name ?? clientId } : null;
}
