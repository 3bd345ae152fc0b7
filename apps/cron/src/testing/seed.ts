import { randomUUID } from 'node:crypto';
import type { IntegrationStatus } from '@patchbay/core';
import { type KeyRing, seal, unwrapDataKey, wrapDataKey } from '@patchbay/crypto';
import type { Orm } from '@patchbay/db';
import { requireProvider, type Settings, secretKeys } from '@patchbay/providers';

export type Seed = {
  count: number;
  provider: string;
  /** Settings of the integration with this number, from 1, its secrets in the clear. */
  settings: (number: number) => Settings;
  status?: IntegrationStatus;
};
export type Seeded = { organizationId: string; integrationId: string };

/**
 * Organizations with one integration each, checked before (so its account is known), really sealed under data keys of
 * their own, in three statements.
 */
export async function seedIntegrations(orm: Orm, ring: KeyRing, seed: Seed): Promise<Seeded[]> {
  const rows = await Promise.all(
    Array.from({ length: seed.count }, (_, index) => sealedRow(ring, seed, index + 1)),
  );
  const em = orm.em.fork();
  const parameter = [JSON.stringify(rows)];
  const source = `jsonb_to_recordset(?::jsonb) as v("organizationId" uuid, "integrationId" uuid, name text,
    "wrappedKey" text, settings jsonb)`;
  await em.execute(
    `insert into auth.organization (id, name, slug, "createdAt")
     select v."organizationId", v.name, v."organizationId"::text, now() from ${source}`,
    parameter,
  );
  await em.execute(
    `insert into data_keys (organization_id, generation, wrapped_key, key_id)
     select v."organizationId", 1, v."wrappedKey", ? from ${source}`,
    [ring.current.id, ...parameter],
  );
  await em.execute(
    `insert into integration_configs
       (id, organization_id, provider, label, settings, status, account_id, account_name)
     select v."integrationId", v."organizationId", ?, v.name, v.settings, ?, v.name, v.name from ${source}`,
    [seed.provider, seed.status ?? 'active', ...parameter],
  );
  return rows.map(({ organizationId, integrationId }) => ({ organizationId, integrationId }));
}

async function sealedRow(ring: KeyRing, { provider, settings }: Seed, number: number) {
  const [organizationId, integrationId] = [randomUUID(), randomUUID()];
  const place = { organizationId, generation: 1 };
  const wrappedKey = await wrapDataKey(ring, place);
  const dataKey = await unwrapDataKey(ring, wrappedKey, place);
  const stored = { ...settings(number) };
  for (const field of secretKeys(requireProvider(provider))) {
    const binding = { organizationId, integrationId, field, keyGeneration: 1 };
    stored[field] = await seal(dataKey, String(stored[field]), binding);
  }
  const name = `Organization ${number}`;
  return { organizationId, integrationId, name, wrappedKey, settings: stored };
}
