import {
  type BrokenReason,
  IntegrationConfig,
  IntegrationCredential,
  type OAuthAppOwner,
  type StoredSettings,
} from '@patchbay/db';
import { persist } from '@patchbay/jobs';
import {
  clientOf,
  isDead,
  OAuthError,
  type Provider,
  refreshToken,
  type Settings,
  type TokenGrant,
} from '@patchbay/providers';
import { type Kysely, sql } from 'kysely';
import { eventChannel, type LiveEvent, type Runtime } from '../kernel/index.ts';
import {
  type FindDataKey,
  openingDataKeys,
  openStored,
  openText,
  type SealingKey,
  sealingDataKey,
  sealText,
} from '../vault/index.ts';
import type { LiveCredential } from './live-credential.ts';
import { settingsThrough } from './policy.ts';
import { refreshMoment } from './refresh-margin.ts';
import { type LockedConnection, withRenewalLock } from './renewal-lock.ts';
import { queueRevocation } from './revocation.ts';
import { tokenFields } from './token-texts.ts';

/**
 * `moved`: there is a newer token already, or no connection any more; read again. `kept`: nothing came of it and
 * the token in use stays. `dead`: only a new consent helps.
 */
export type RenewalOutcome =
  | { outcome: 'renewed' | 'moved' }
  | { outcome: 'kept'; error: string; retryAt: Date | null }
  | { outcome: 'dead'; reason: BrokenReason };

export type RenewalOptions = {
  /** How long to wait for another process that is at it; 0 for not at all. */
  patienceMs: number;
  /** Also before a back-off is over: the token in use was refused. */
  urgent: boolean;
};

type Subject = Pick<
  LiveCredential,
  'integrationId' | 'organizationId' | 'definition' | 'generation'
>;

type Keys = { sealing: SealingKey; findKey: FindDataKey };

const requestPatienceMs = 15_000;
/** A new token that cannot be stored is lost with its grant, so storing it is tried for a long time. */
const storePatienceMs = 60_000;

/**
 * Renews one connection: whoever holds its lock asks the provider, everybody else reads what came of it. The intent
 * is committed before the request, so that a process that dies in between leaves a trace; the new tokens are
 * committed before anybody uses them.
 */
export async function renew(
  runtime: Runtime,
  subject: Subject,
  options: RenewalOptions,
): Promise<RenewalOutcome> {
  const em = runtime.orm.em.fork();
  // Before the lock: under it only its own connection is used, or full pools could wait for each other.
  const keys = {
    sealing: await sealingDataKey(em, runtime.keys, subject.organizationId),
    findKey: await openingDataKeys(em, runtime.keys, [subject.organizationId]),
  };
  const { patienceMs } = options;
  const held = await withRenewalLock(runtime.orm, subject.integrationId, patienceMs, (db) =>
    renewUnderLock(runtime, subject, keys, db, options),
  );
  if (!held) return { outcome: 'kept', error: 'busy', retryAt: null };
  if (held.value.outcome !== 'orphaned') return held.value;
  await endOrphan(runtime, subject, held.value);
  return { outcome: 'moved' };
}

/** New tokens of a connection that was ended while they were asked for. */
type Orphaned = { outcome: 'orphaned'; row: Row; grant: TokenGrant };

/** Nobody will use them, so they must not stay good. A connection that was made anew may share their grant. */
async function endOrphan(
  runtime: Runtime,
  { organizationId, integrationId, definition }: Subject,
  { row, grant }: Orphaned,
): Promise<void> {
  const em = runtime.orm.em.fork();
  const isMadeAnew = (await em.count(IntegrationCredential, { integration: integrationId })) > 0;
  const exists = (await em.count(IntegrationConfig, { id: integrationId })) > 0;
  if (isMadeAnew || !exists) return;
  const provider = definition.key;
  const place = { organizationId, integrationId, provider, accountName: row.accountName };
  await queueRevocation(em, runtime, place, {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken,
    tokenType: grant.tokenType,
    scopes: grant.scope,
    expiresAt: grant.expiresAt,
    refreshExpiresAt: grant.refreshExpiresAt,
    details: {},
    connectionType: 'public',
    app: row.app,
    clientId: row.clientId,
    clientSecret: row.app === 'own' ? row.clientSecret : null,
  });
  await em.flush();
}

type Row = {
  generation: number;
  app: OAuthAppOwner;
  clientId: string;
  accessToken: string;
  refreshToken: string | null;
  scopes: string[];
  isBroken: boolean;
  wasInterrupted: boolean;
  failures: number;
  retryMs: number | null;
  settings: StoredSettings;
  accountName: string;
  /** Filled in when the settings are opened. */
  clientSecret: string | null;
};

async function renewUnderLock(
  runtime: Runtime,
  subject: Subject,
  keys: Keys,
  db: LockedConnection,
  { urgent }: RenewalOptions,
): Promise<RenewalOutcome | Orphaned> {
  const row = await readRow(db, subject);
  if (!row || row.isBroken || row.generation !== subject.generation) return { outcome: 'moved' };
  const now = runtime.clock.now();
  const retryAt = row.retryMs === null ? null : new Date(row.retryMs);
  if (!urgent && retryAt && retryAt > now) return { outcome: 'kept', error: 'waiting', retryAt };
  const request = await requestFor(runtime, subject, keys, row);
  if (typeof request === 'string') return fail(runtime, subject, db, row, request);
  await noteIntent(db, subject, now);
  const answer = await ask(runtime, subject.definition, request, row.scopes);
  if (answer instanceof OAuthError) {
    if (isDead(answer)) {
      if (!row.wasInterrupted) await forgetIntent(db, subject);
      return { outcome: 'dead', reason: row.wasInterrupted ? 'interrupted' : 'refused' };
    }
    return fail(runtime, subject, db, row, answer);
  }
  return storeRenewed(runtime, subject, keys, db, row, answer);
}

async function readRow(db: Kysely<unknown>, subject: Subject): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select c.generation, c.app, c.account_name as "accountName", c.client_id as "clientId", c.access_token as "accessToken",
      c.refresh_token as "refreshToken", c.scopes, c.broken_at is not null as "isBroken",
      c.refresh_started_at is not null as "wasInterrupted", c.refresh_failures as failures,
      (extract(epoch from c.refresh_retry_at) * 1000)::float8 as "retryMs", i.settings
    from integration_credentials c join integration_configs i on i.id = c.integration_id
    where c.integration_id = ${subject.integrationId}`.execute(db);
  return rows[0];
}

type Request = { settings: Settings; refreshToken: string };

/** What the token request needs, or the code of what is missing. */
async function requestFor(
  runtime: Runtime,
  { organizationId, integrationId, definition }: Subject,
  { findKey }: Keys,
  row: Row,
): Promise<Request | string> {
  if (row.refreshToken === null) return 'no_refresh_token';
  const place = { organizationId, integrationId, field: tokenFields.refresh };
  const token = await openText(findKey, place, row.refreshToken);
  const opened = await openStored(
    findKey,
    { organizationId, integrationId, provider: definition },
    row.settings,
  );
  if (token === null || opened.unreadable.length > 0) return 'unreadable';
  const settings = settingsThrough(runtime, definition, opened.settings, row.app);
  if (!settings) return 'app_missing';
  // Tokens are good for the app that got them and for no other.
  const client = clientIn(definition, settings);
  if (client?.id !== row.clientId) return 'app_changed';
  row.clientSecret = client.secret;
  return { settings, refreshToken: token };
}

function clientIn(provider: Provider, settings: Settings) {
  try {
    return clientOf(provider, settings);
  } catch {
    return null;
  }
}

async function noteIntent(db: LockedConnection, subject: Subject, now: Date): Promise<void> {
  await sql`update integration_credentials set refresh_started_at = ${now}
    where integration_id = ${subject.integrationId} and generation = ${subject.generation}`.execute(
    db,
  );
}

/** An answered request was not cut short: whoever asks next must not take it for one. */
async function forgetIntent(db: LockedConnection, subject: Subject): Promise<void> {
  await sql`update integration_credentials set refresh_started_at = null
    where integration_id = ${subject.integrationId} and generation = ${subject.generation}`.execute(
    db,
  );
}

async function ask(
  { http }: Runtime,
  provider: Provider,
  { settings, refreshToken: token }: Request,
  scopes: string[],
): Promise<TokenGrant | OAuthError> {
  const signal = AbortSignal.timeout(requestPatienceMs);
  try {
    return await refreshToken(provider, { http, settings, refreshToken: token, scopes, signal });
  } catch (error) {
    if (error instanceof OAuthError) return error;
    return new OAuthError('unreachable', 'The token endpoint did not answer.');
  }
}

/**
 * Notes a failure that does not condemn. The trace of the intent stays where the provider may have answered and the
 * answer was lost on its way: if it rotated the token, the next refusal is explained by it.
 */
async function fail(
  { clock }: Runtime,
  subject: Subject,
  db: LockedConnection,
  row: Row,
  problem: OAuthError | string,
): Promise<RenewalOutcome> {
  const error = typeof problem === 'string' ? problem : problem.kind;
  const wait = typeof problem === 'string' ? undefined : problem.retryAfterSeconds;
  const retryAt = new Date(clock.now().getTime() + backOffMs(row.failures + 1, wait));
  const isUnknown = ['unreachable', 'invalid_response'].includes(error) || row.wasInterrupted;
  await sql`update integration_credentials
    set refresh_failures = refresh_failures + 1, refresh_error = ${error}, refresh_retry_at = ${retryAt},
      refresh_started_at = case when ${isUnknown} then refresh_started_at end
    where integration_id = ${subject.integrationId} and generation = ${subject.generation}`.execute(
    db,
  );
  return { outcome: 'kept', error, retryAt };
}

/** 5 seconds, doubling to 10 minutes, or what the provider asks for if that is longer. */
const backOffMs = (failures: number, retryAfterSeconds = 0): number =>
  Math.max(Math.min(5_000 * 2 ** (failures - 1), 600_000), retryAfterSeconds * 1_000);

async function storeRenewed(
  runtime: Runtime,
  subject: Subject,
  { sealing }: Keys,
  db: LockedConnection,
  row: Row,
  grant: TokenGrant,
): Promise<RenewalOutcome | Orphaned> {
  const { integrationId, organizationId } = subject;
  const place = (field: string) => ({ organizationId, integrationId, field });
  const access = await sealText(sealing, place(tokenFields.access), grant.accessToken);
  const fresh = grant.refreshToken ?? null;
  const refresh = fresh && (await sealText(sealing, place(tokenFields.refresh), fresh));
  const now = runtime.clock.now();
  const values = {
    access,
    refresh,
    now,
    refreshAt: fresh ? refreshMoment(now, grant.expiresAt) : null,
  };
  const pool: Kysely<unknown> = runtime.orm.em.fork().getConnection().getClient();
  let connection = db;
  const stored = await persist(
    () =>
      write(connection, subject, row, grant, values).finally(() => {
        // The reserved connection may be what failed; another one will do.
        connection = pool;
      }),
    { signal: AbortSignal.timeout(storePatienceMs) },
  );
  return stored ? { outcome: 'renewed' } : { outcome: 'orphaned', row, grant };
}

type Sealed = { access: string; refresh: string | null; now: Date; refreshAt: Date | null };

/** False when the connection was replaced or ended meanwhile. The sealed text tells two of equal generation apart. */
async function write(
  db: Kysely<unknown>,
  { integrationId, organizationId, generation }: Subject,
  row: Row,
  grant: TokenGrant,
  { access, refresh, now, refreshAt }: Sealed,
): Promise<boolean> {
  const event: LiveEvent = {
    organizationId,
    type: 'token_renewed',
    subject: { type: 'integration', id: integrationId },
  };
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      update integration_credentials set access_token = ${access},
        refresh_token = coalesce(${refresh}, refresh_token), token_type = ${grant.tokenType},
        scopes = ${grant.scope}::text[], expires_at = ${grant.expiresAt}, refresh_at = ${refreshAt},
        refresh_token_expires_at = coalesce(${grant.refreshExpiresAt}, refresh_token_expires_at),
        generation = generation + 1, refresh_started_at = null, refresh_failures = 0,
        refresh_error = null, refresh_retry_at = null, last_refreshed_at = ${now}, updated_at = ${now}
      where integration_id = ${integrationId} and generation = ${generation}
        and access_token = ${row.accessToken} and broken_at is null
      returning integration_id`.execute(tx);
    if (rows.length === 0) return false;
    await sql`select pg_notify(${eventChannel}, ${JSON.stringify(event)})`.execute(tx);
    return true;
  });
}
