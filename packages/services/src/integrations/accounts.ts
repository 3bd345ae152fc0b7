import type { EntityManager } from '@mikro-orm/postgresql';
import { IntegrationCredential } from '@patchbay/db';

/** The names of the accounts that integrations act as, by the integration's id; one query. */
export async function accountsOf(
  em: EntityManager,
  { organizationId, integrationId }: { organizationId: string; integrationId?: string },
): Promise<Map<string, string>> {
  const rows = await em.find(
    IntegrationCredential,
    { organizationId, ...(integrationId && { integration: integrationId }) },
    { fields: ['integration', 'accountName'], disableIdentityMap: true },
  );
  return new Map(rows.map(({ integration, accountName }) => [integration, accountName]));
}
