import type { EntityManager } from '@mikro-orm/postgresql';
import type { HealthReason, IntegrationStatus } from '@patchbay/core';
import type { BrokenReason } from '@patchbay/db';
import { type RawBuilder, sql } from 'kysely';

/** What the list of repairs looks at, one row per integration that is set up. Moments in milliseconds. */
export type Candidate = {
  integrationId: string;
  provider: string;
  label: string;
  enabled: boolean;
  status: IntegrationStatus;
  statusChangedMs: number;
  healthReason: HealthReason | null;
  errorMessage: string | null;
  isConnected: boolean;
  accountName: string | null;
  scopes: string[] | null;
  connectedMs: number | null;
  expiresMs: number | null;
  grantExpiresMs: number | null;
  renews: boolean;
  refreshError: string | null;
  refreshFailures: number | null;
  updatedMs: number | null;
  brokenReason: BrokenReason | null;
  brokenMs: number | null;
  pendingId: string | null;
  pendingName: string | null;
  pendingMs: number | null;
};

const ms = (column: RawBuilder<unknown>) =>
  sql<number>`(extract(epoch from ${column}) * 1000)::float8`;

export async function readCandidates(
  em: EntityManager,
  organizationId: string,
  now: Date,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select i.id as "integrationId", i.provider, i.label, i.enabled, i.status,
      ${ms(sql`i.status_changed_at`)} as "statusChangedMs", i.health_reason as "healthReason",
      i.error_message as "errorMessage", c.integration_id is not null as "isConnected",
      c.account_name as "accountName", c.scopes, ${ms(sql`c.connected_at`)} as "connectedMs",
      ${ms(sql`c.expires_at`)} as "expiresMs",
      ${ms(sql`c.refresh_token_expires_at`)} as "grantExpiresMs",
      c.refresh_token is not null as renews, c.refresh_error as "refreshError",
      c.refresh_failures as "refreshFailures",
      ${ms(sql`coalesce(c.last_refreshed_at, c.connected_at)`)} as "updatedMs",
      c.broken_reason as "brokenReason", ${ms(sql`c.broken_at`)} as "brokenMs",
      p.id as "pendingId", p.account_name as "pendingName", ${ms(sql`p.created_at`)} as "pendingMs"
    from integration_configs i
    left join integration_credentials c on c.integration_id = i.id
    left join integration_pending_grants p on p.integration_id = i.id and p.expires_at > ${now}
    where i.organization_id = ${organizationId}
      and (i.status = 'error' or c.integration_id is not null or p.id is not null)`.execute(
    em.getKysely(),
  );
  return rows;
}
