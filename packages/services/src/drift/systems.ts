import type { EntityManager } from '@mikro-orm/postgresql';
import { describeAccounts, findProvider, providerKeys } from '@patchbay/providers';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';

/** Providers whose accounts can be compared, as far as their declaration tells. */
export const listableProviders = (): string[] =>
  providerKeys.filter((key) => {
    const provider = findProvider(key);
    return provider ? (describeAccounts(provider)?.canList ?? false) : false;
  });

/** The providers of an organization that can be compared: set up with settings of its own, and not paused. */
export async function listableSystems(
  em: EntityManager,
  organizationId: string,
): Promise<string[]> {
  const { rows } = await sql<{ provider: string }>`
    select provider from integration_configs
    where organization_id = ${organizationId} and enabled and status <> 'not_configured'
      and provider = any(${listableProviders()}::text[]) order by provider`.execute(em.getKysely());
  return rows.map(({ provider }) => provider);
}

/** The same of every organization, for the comparison at night. */
export async function allListableSystems({
  orm,
}: Pick<Runtime, 'orm'>): Promise<{ organizationId: string; provider: string }[]> {
  const { rows } = await sql<{ organizationId: string; provider: string }>`
    select organization_id as "organizationId", provider from integration_configs
    where enabled and status <> 'not_configured'
      and provider = any(${listableProviders()}::text[])
    order by organization_id, provider`.execute(orm.em.fork().getKysely());
  return rows;
}
