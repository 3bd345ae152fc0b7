import type { IntegrationStatus } from '@patchbay/core';
import type { BrokenReason, ConnectionType, OAuthAppOwner, StoredSettings } from '@patchbay/db';
import {
  authOf,
  findProvider,
  type Provider,
  parseSettingsFor,
  type Settings,
} from '@patchbay/providers';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { type FindDataKey, openingDataKeys, openStored, openText } from '../vault/index.ts';
import { brokenSentences } from './broken.ts';
import { CredentialError, type LiveCredential } from './live-credential.ts';
import { accessOf, isInternal, settingsThrough } from './policy.ts';
import { tokenFields } from './token-texts.ts';

/** What the database holds for one integration: its credential, open, and what decides about renewing it. */
export type LoadedCredential = {
  live: LiveCredential;
  /** Null when there is nothing to renew with, or nothing to renew. */
  refreshAt: Date | null;
  canRenew: boolean;
  enabled: boolean;
  /** After a failure: not before this moment. */
  retryAt: Date | null;
};

type Row = {
  integrationId: string;
  enabled: boolean;
  status: IntegrationStatus;
  settings: StoredSettings;
  revision: number;
  generation: number | null;
  connectionType: ConnectionType | null;
  app: OAuthAppOwner | null;
  accountId: string | null;
  accessToken: string | null;
  hasRefreshToken: boolean;
  tokenType: string | null;
  scopes: string[] | null;
  expiresMs: number | null;
  refreshMs: number | null;
  retryMs: number | null;
  brokenReason: BrokenReason | null;
};

/**
 * Reads and opens what calls of an integration are signed with: two queries.
 * @throws CredentialError saying why there is nothing to sign with
 */
export async function loadCredential(
  runtime: Pick<Runtime, 'orm' | 'keys' | 'oauth'>,
  organizationId: string,
  providerKey: string,
  { evenDisabled = false } = {},
): Promise<LoadedCredential> {
  const provider = findProvider(providerKey);
  const em = runtime.orm.em.fork();
  const row = provider && (await readRow(em.getKysely(), organizationId, providerKey));
  if (!provider || !row) throw new CredentialError('not_found');
  if (!row.enabled && !evenDisabled) throw new CredentialError('disabled');
  if (row.brokenReason) {
    const message = brokenSentences[row.brokenReason];
    throw new CredentialError('needs_reconnection', { message });
  }
  const findKey = await openingDataKeys(em, runtime.keys, [organizationId]);
  const place = { organizationId, integrationId: row.integrationId, provider };
  const { settings, unreadable } = await openStored(findKey, place, row.settings);
  if (unreadable.length > 0) throw new CredentialError('unreadable');
  const token = await openToken(findKey, organizationId, row);
  const type = typeOf(provider, settings, row);
  const access = type ? accessOf(runtime, provider, type) : null;
  if (access && !access.allowed) throw new CredentialError('not_allowed');
  if (!isConnected(provider, settings, row)) throw new CredentialError('not_configured');
  return {
    live: {
      integrationId: row.integrationId,
      organizationId,
      provider: providerKey,
      definition: provider,
      settings: parsed(provider, type, throughApp(runtime, provider, settings, row)),
      connectionType: type,
      token,
      generation: row.generation ?? 0,
      revision: row.revision,
      expiresAt: dateOf(row.expiresMs),
      scopes: row.scopes ?? [],
      accountId: row.accountId,
    },
    refreshAt: row.hasRefreshToken ? dateOf(row.refreshMs) : null,
    canRenew: row.hasRefreshToken,
    enabled: row.enabled,
    retryAt: dateOf(row.retryMs),
  };
}

async function readRow(
  db: Parameters<ReturnType<typeof sql<Row>>['execute']>[0],
  organizationId: string,
  provider: string,
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select i.id as "integrationId", i.enabled, i.status, i.settings, i.revision,
      c.generation, c.connection_type as "connectionType", c.app, coalesce(c.account_id, i.account_id) as "accountId",
      c.access_token as "accessToken", c.refresh_token is not null as "hasRefreshToken",
      c.token_type as "tokenType", c.scopes, c.broken_reason as "brokenReason",
      (extract(epoch from c.expires_at) * 1000)::float8 as "expiresMs",
      (extract(epoch from c.refresh_at) * 1000)::float8 as "refreshMs",
      (extract(epoch from c.refresh_retry_at) * 1000)::float8 as "retryMs"
    from integration_configs i left join integration_credentials c on c.integration_id = i.id
    where i.organization_id = ${organizationId} and i.provider = ${provider}`.execute(db);
  return rows[0];
}

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

async function openToken(findKey: FindDataKey, organizationId: string, row: Row) {
  if (row.accessToken === null) return null;
  const place = { organizationId, integrationId: row.integrationId, field: tokenFields.access };
  const accessToken = await openText(findKey, place, row.accessToken);
  if (accessToken === null) throw new CredentialError('unreadable');
  return { accessToken, tokenType: row.tokenType };
}

function typeOf(provider: Provider, settings: Settings, row: Row): ConnectionType | null {
  if (!provider.connections) return null;
  return row.connectionType ?? (isInternal(provider, settings) ? 'internal' : 'public');
}

function isConnected(provider: Provider, settings: Settings, row: Row): boolean {
  if (row.accessToken !== null) return true;
  if (row.status === 'not_configured') return false;
  return authOf(provider, settings).auth.kind !== 'oauth2';
}

function throughApp(
  runtime: Pick<Runtime, 'oauth'>,
  provider: Provider,
  settings: Settings,
  { app }: Row,
): Settings {
  // Without the shared app calls still work; renewing says then what is missing.
  return app ? (settingsThrough(runtime, provider, settings, app) ?? settings) : settings;
}

function parsed(provider: Provider, type: ConnectionType | null, settings: Settings): Settings {
  try {
    return parseSettingsFor(provider, type ?? 'internal', settings);
  } catch {
    throw new CredentialError('not_configured', {
      message: 'The stored settings are no longer valid for this provider. Save them again.',
    });
  }
}
