import type { EntityManager } from '@mikro-orm/postgresql';
import { IntegrationPendingGrant } from '@patchbay/db';
import { clientOf, type Provider } from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { openingDataKeys, openStored } from '../vault/index.ts';
import { credentialOf, type FoundConnection, requireConnection } from './find.ts';
import { queueRevocation, type RevocationAttempt, revokeGrant } from './revocation.ts';
import type { Revocation } from './schemas.ts';
import { type KeptGrant, openGrant, openTokens } from './token-texts.ts';

/** Longer would keep a person waiting for a provider that may be away; the job goes on trying. */
const revocationPatienceMs = 4_000;

/** What was tried before the row goes. `generation` is the one that was ended at the provider. */
export type Severing = { generation: number; attempt: RevocationAttempt; grant: KeptGrant } | null;

/**
 * First half of a disconnect, outside any transaction: ends the tokens at the provider. Null when there is no
 * connection, or none whose tokens still open.
 */
export async function revokeFirst(
  runtime: Runtime,
  organizationId: string,
  integrationId: string,
): Promise<Severing> {
  const em = runtime.orm.em.fork();
  const found = await requireConnection(em, organizationId, { id: integrationId });
  const grant = await grantOf(em, runtime, found);
  if (!found.credential || !grant) return null;
  const signal = AbortSignal.timeout(revocationPatienceMs);
  const settings = await openableSettings(em, runtime, found);
  const attempt = await revokeGrant(runtime, found.provider, settings, grant, signal);
  return { generation: found.credential.generation, attempt, grant };
}

/**
 * Second half, in the transaction that changes the locked integration: the connection goes, and what is not ended
 * at the provider yet is left to the job. A connection that was renewed in between is ended by the job as well.
 */
export async function severConnection(
  em: EntityManager,
  runtime: Runtime,
  found: Pick<FoundConnection, 'row' | 'provider'>,
  severing: Severing,
): Promise<{ accountName: string | null; revocation: Revocation }> {
  const { row, provider } = found;
  const credential = await credentialOf(em, row.id, { lock: true });
  await dropPending(em, runtime, found);
  if (!credential) return { accountName: null, revocation: 'none' };
  const { accountName } = credential;
  const isEnded = severing?.generation === credential.generation;
  const grant = isEnded
    ? severing.grant
    : await grantOf(em, runtime, { row, provider, credential });
  const outcome = isEnded ? severing.attempt.outcome : 'later';
  em.remove(credential);
  if (!grant) return { accountName, revocation: 'unsupported' };
  if (outcome === 'revoked' || outcome === 'unsupported')
    return { accountName, revocation: outcome };
  await queueRevocation(
    em,
    runtime,
    { ...placeOf(row), provider: row.provider, accountName },
    grant,
  );
  return { accountName, revocation: 'queued' };
}

/** Leaves the tokens of a connection that is about to be replaced to the job. */
export async function endLater(
  em: EntityManager,
  runtime: Runtime,
  found: FoundConnection,
): Promise<void> {
  const { row, credential } = found;
  const grant = await grantOf(em, runtime, found);
  if (!credential || !grant) return;
  const place = { ...placeOf(row), provider: row.provider, accountName: credential.accountName };
  await queueRevocation(em, runtime, place, grant);
}

/** A grant nobody confirmed is ended too; with `expiredBy` only one that has run out by then. */
export async function dropPending(
  em: EntityManager,
  runtime: Runtime,
  { row }: Pick<FoundConnection, 'row'>,
  expiredBy?: Date,
): Promise<IntegrationPendingGrant | null> {
  const pending = await em.findOne(IntegrationPendingGrant, {
    integration: row.id,
    ...(expiredBy && { expiresAt: { $lte: expiredBy } }),
  });
  if (!pending) return null;
  const place = { ...placeOf(row), field: pendingField(pending.id) };
  const grant = await openGrant(em, runtime.keys, place, pending.sealedGrant);
  const { accountName } = pending;
  em.remove(pending);
  if (grant) {
    await queueRevocation(
      em,
      runtime,
      { ...placeOf(row), provider: row.provider, accountName },
      grant,
    );
  }
  return pending;
}

export const pendingField = (id: string): string => `pendingGrant.${id}`;

const placeOf = (row: FoundConnection['row']) => ({
  organizationId: row.organizationId,
  integrationId: row.id,
});

/** The connection's tokens with what is needed to end them; null when they do not open. */
async function grantOf(
  em: EntityManager,
  runtime: Runtime,
  found: FoundConnection,
): Promise<KeptGrant | null> {
  const { row, provider, credential } = found;
  if (!credential) return null;
  const tokens = await openTokens(em, runtime.keys, placeOf(row), credential);
  if (!tokens) return null;
  const settings = await openableSettings(em, runtime, found);
  return {
    ...tokens,
    tokenType: credential.tokenType,
    scopes: credential.scopes,
    expiresAt: credential.expiresAt ?? null,
    refreshExpiresAt: credential.refreshTokenExpiresAt ?? null,
    details: {},
    connectionType: credential.connectionType,
    app: credential.app,
    clientId: credential.clientId,
    clientSecret: credential.app === 'own' ? secretOf(provider, settings) : null,
  };
}

/** Settings as far as they open: one damaged field must not keep a connection from being ended. */
async function openableSettings(
  em: EntityManager,
  runtime: Runtime,
  { row, provider }: Pick<FoundConnection, 'row' | 'provider'>,
) {
  const findKey = await openingDataKeys(em, runtime.keys, [row.organizationId]);
  const { settings } = await openStored(findKey, { ...placeOf(row), provider }, row.settings);
  return settings;
}

function secretOf(provider: Provider, settings: Record<string, unknown>): string | null {
  try {
    return clientOf(provider, settings).secret;
  } catch {
    return null;
  }
}
