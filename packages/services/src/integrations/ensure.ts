import type { EntityManager } from '@mikro-orm/postgresql';
import type { Orm } from '@patchbay/db';
import { providerKeys, requireProvider } from '@patchbay/providers';
import { sql } from 'kysely';

/** Gives one organization its row for every provider of the catalog; rows it has stay as they are. */
export async function ensureIntegrations(em: EntityManager, organizationId: string): Promise<void> {
  await sql`insert into integration_configs (organization_id, provider, label)
    select ${organizationId}::uuid, p.key, p.label from ${catalogRows()}
    on conflict (organization_id, provider) do nothing`.execute(em.getKysely());
}

/**
 * The same for every organization in one statement, for a catalog that has grown. Answers how many rows were
 * missing. Rows of providers that left the catalog stay, and reads ignore them.
 */
export async function ensureAllIntegrations(orm: Orm): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    insert into integration_configs (organization_id, provider, label)
    select o.id, p.key, p.label from auth.organization o cross join ${catalogRows()}
    where not exists (
      select 1 from integration_configs c where c.organization_id = o.id and c.provider = p.key)
    on conflict (organization_id, provider) do nothing
    returning id`.execute(orm.em.fork().getKysely());
  return rows.length;
}

const catalogRows = () => {
  const labels = providerKeys.map((key) => requireProvider(key).about.name);
  return sql`unnest(${[...providerKeys]}::text[], ${labels}::text[]) as p(key, label)`;
};
