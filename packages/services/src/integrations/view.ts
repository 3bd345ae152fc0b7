import type { EntityManager } from '@mikro-orm/postgresql';
import { integrationState } from '@patchbay/core';
import { type IntegrationConfig, User } from '@patchbay/db';
import { capabilitiesOf, describeFields, type Provider, settingsView } from '@patchbay/providers';
import { callbackAddress, hasConsent } from '../connections/policy.ts';
import type { Runtime } from '../kernel/index.ts';
import { accountsOf } from './accounts.ts';
import type { Found } from './find.ts';
import { emptyHeartbeat, heartbeatsOf, spanOf } from './heartbeat.ts';
import { sandboxOf } from './sandbox.ts';
import { IntegrationDetailView, type IntegrationView } from './schemas.ts';

/** What a view needs of the row; the settings are not among it. */
export type IntegrationRow = Pick<
  IntegrationConfig,
  | 'id'
  | 'provider'
  | 'label'
  | 'enabled'
  | 'status'
  | 'statusChangedAt'
  | 'health'
  | 'healthReason'
  | 'errorMessage'
  | 'lastHealthCheck'
  | 'checksHeld'
  | 'lastUsedAt'
  | 'createdAt'
  | 'updatedAt'
>;

export function toIntegrationView(
  row: IntegrationRow,
  provider: Provider,
  { heartbeat, account, sandbox }: Pick<IntegrationView, 'heartbeat' | 'account' | 'sandbox'>,
): IntegrationView {
  const { name, vendor, category, description } = provider.about;
  const can = capabilitiesOf(provider);
  const health = row.health ?? null;
  const healthReason = row.healthReason ?? null;
  return {
    id: row.id,
    provider: row.provider,
    name,
    vendor,
    category,
    description,
    label: row.label,
    enabled: row.enabled,
    status: row.status,
    state: integrationState({ status: row.status, enabled: row.enabled, health, healthReason }),
    statusChangedAt: row.statusChangedAt,
    health,
    healthReason,
    errorMessage: row.errorMessage ?? null,
    lastHealthCheck: row.lastHealthCheck ?? null,
    checksHeld: row.checksHeld,
    checkable: provider.health !== undefined,
    callable: can.includes('calls'),
    operable: can.includes('calls') || can.includes('operations'),
    hasAccounts: can.includes('accounts'),
    hasWebhooks: can.includes('webhooks'),
    lastUsedAt: row.lastUsedAt ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    heartbeat,
    account,
    sandbox,
  };
}

/** One integration with its last 24 hours: two queries. */
export async function viewIntegration(
  em: EntityManager,
  runtime: Runtime,
  { row, provider }: Found,
): Promise<IntegrationView> {
  const span = spanOf(runtime.clock.now(), 24);
  const place = { organizationId: row.organizationId, integrationId: row.id };
  const beats = await heartbeatsOf(em, place, span);
  const accounts = await accountsOf(em, place);
  return toIntegrationView(row, provider, {
    heartbeat: beats.get(row.id) ?? emptyHeartbeat(span),
    account: accounts.get(row.id) ?? row.accountName ?? null,
    sandbox: sandboxOf(provider, row.settings, runtime.http.rewrites),
  });
}

/** Everything the integration's page shows: three queries. Secrets appear only as `{ saved }`. */
export async function viewDetail(
  em: EntityManager,
  runtime: Runtime,
  found: Found,
): Promise<IntegrationDetailView> {
  const { row, provider } = found;
  const people = await peopleOf(em, [row.createdBy, row.updatedBy]);
  return IntegrationDetailView.parse({
    ...(await viewIntegration(em, runtime, found)),
    docs: provider.about.docs,
    setup: provider.about.account,
    callbackUrl: hasConsent(provider) ? callbackAddress(runtime, provider) : null,
    fields: describeFields(provider),
    settings: settingsView(provider, row.settings),
    revision: row.revision,
    createdBy: people.get(row.createdBy ?? '') ?? null,
    updatedBy: people.get(row.updatedBy ?? '') ?? null,
  });
}

async function peopleOf(em: EntityManager, ids: (string | null | undefined)[]) {
  const wanted = ids.filter((id) => typeof id === 'string');
  const users = await em.find(User, { id: { $in: wanted } }, { fields: ['id', 'name'] });
  return new Map(users.map(({ id, name }) => [id, { id, name }]));
}
