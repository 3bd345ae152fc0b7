import type { EntityManager } from '@mikro-orm/postgresql';
import {
  IntegrationConfig,
  WebhookEndpoint,
  type WebhookFilters,
  WebhookSecret,
} from '@patchbay/db';
import { findProvider, findWebhooks, WebhookRules, type Webhooks } from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { openingDataKeys, openStored, openText } from '../vault/index.ts';
import { type VerifierKey, verifierKey } from './keys.ts';

/** A secret that counts, with the row it stands in; one of the integration's settings has no row. */
export type SourceKey = {
  secretId: string | null;
  key: VerifierKey;
  /** Unix milliseconds; Infinity for the current one. */
  expiresAt: number;
  isConfirmed: boolean;
};

/** A source as ingest knows it: everything that a request is checked against, with the secrets opened. */
export type Source = {
  id: string;
  organizationId: string;
  integrationId: string | null;
  provider: string;
  webhooks: Webhooks;
  rules: WebhookRules;
  filters: WebhookFilters;
  /** The integration is switched off: what arrives is kept and not handed on. */
  isPaused: boolean;
  keys: readonly SourceKey[];
  /** Whether there is any, be it one that makes no key for these rules. */
  hasSecret: boolean;
  /** A verification token may still be captured. */
  isCapturing: boolean;
};

/** The enabled source of an address; null for every address that has none. */
export async function loadSource(
  runtime: Runtime,
  provider: string,
  token: string,
): Promise<Source | null> {
  const em = runtime.orm.em.fork();
  const row = await em.findOne(WebhookEndpoint, {
    token,
    provider,
    kind: 'own',
    enabled: true,
    removedAt: null,
  });
  return row && buildSource(em, runtime, row);
}

export async function buildSource(
  em: EntityManager,
  runtime: Runtime,
  row: WebhookEndpoint,
): Promise<Source | null> {
  const webhooks = findWebhooks(row.provider);
  const rules = webhooks && rulesOf(webhooks, row);
  if (!webhooks || !rules) return null;
  const integration = row.integration
    ? await em.findOne(IntegrationConfig, { id: row.integration })
    : null;
  const secrets = await openSecrets(em, runtime, row, integration, webhooks);
  const keys = await Promise.all(
    secrets.map(async ({ secret, ...rest }) => ({
      ...rest,
      key: await verifierKey(rules.verifier, secret),
    })),
  );
  return {
    id: row.id,
    organizationId: row.organizationId,
    integrationId: row.integration ?? null,
    provider: row.provider,
    webhooks,
    rules,
    filters: (integration ? integration.config : row.config) ?? {},
    isPaused: integration?.enabled === false,
    keys: keys.filter((key): key is SourceKey => key.key !== null),
    hasSecret: secrets.length > 0,
    isCapturing:
      webhooks.secret.origin === 'captured' &&
      secrets.every(({ expiresAt }) => expiresAt !== Number.POSITIVE_INFINITY),
  };
}

/** Stored rules have passed their schema, but possibly that of an older version. */
export function rulesOf(
  webhooks: Webhooks,
  row: Pick<WebhookEndpoint, 'rules'>,
): WebhookRules | null {
  if (webhooks.rules) return webhooks.rules;
  const parsed = WebhookRules.safeParse(row.rules);
  return parsed.success ? parsed.data : null;
}

type OpenSecret = Omit<SourceKey, 'key'> & { secret: string };

/** The source's own secrets, newest first, and what its integration's settings hold. Unreadable ones are left out. */
async function openSecrets(
  em: EntityManager,
  runtime: Runtime,
  row: WebhookEndpoint,
  integration: IntegrationConfig | null,
  webhooks: Webhooks,
): Promise<OpenSecret[]> {
  const stored = await em.find(
    WebhookSecret,
    { endpoint: row.id, $or: [{ expiresAt: null }, { expiresAt: { $gt: runtime.clock.now() } }] },
    { orderBy: { createdAt: 'desc' } },
  );
  const findKey = await openingDataKeys(em, runtime.keys, [row.organizationId]);
  const own = await Promise.all(
    stored.map(async ({ id, sealed, expiresAt, confirmedAt }) => ({
      secretId: id,
      secret: (await openText(findKey, secretPlace(row, id), sealed)) ?? '',
      expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
      isConfirmed: Boolean(confirmedAt),
    })),
  );
  const { field } = webhooks.secret;
  const provider = findProvider(row.provider);
  if (field === undefined || !integration || !provider) return own;
  const place = { organizationId: row.organizationId, integrationId: integration.id, provider };
  const { settings } = await openStored(findKey, place, integration.settings);
  const secret = settings[field];
  if (typeof secret !== 'string') return own;
  const expiresAt = Number.POSITIVE_INFINITY;
  return [...own, { secretId: null, secret, expiresAt, isConfirmed: true }];
}

/** Where a source's secret is sealed to; the row's own id keeps two secrets of one source apart. */
export const secretPlace = (
  { organizationId, id }: Pick<WebhookEndpoint, 'organizationId' | 'id'>,
  secretId: string,
) => ({ organizationId, integrationId: id, field: `webhook_secret:${secretId}` });

/** The keys that count at a moment, with their verifier. */
export const keysAt = ({ keys }: Source, at: number): SourceKey[] =>
  keys.filter(({ expiresAt }) => expiresAt > at);
