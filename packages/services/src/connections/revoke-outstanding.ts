import { asSystem, newRequestId } from '@patchbay/core';
import { IntegrationAuthState, IntegrationConfig, IntegrationRevocation } from '@patchbay/db';
import { findProvider, providerKeys } from '@patchbay/providers';
import { sql } from 'kysely';
import { publish, type Runtime, writeAudit } from '../kernel/index.ts';
import { openingDataKeys, openStored } from '../vault/index.ts';
import { requireConnection } from './find.ts';
import { createGate } from './gate.ts';
import { type RevocationAttempt, revocationField, revokeGrant } from './revocation.ts';
import { dropPending } from './sever.ts';
import { openGrant } from './token-texts.ts';

export type RevokedBatch = { tried: number; revoked: number; givenUp: number };

/** A claimed row is tried again after this long, should the process die over it. */
const leaseMs = 2 * 60_000;
const attemptPatienceMs = 10_000;
/** With the pauses between them about two days. */
const mostAttempts = 12;

/**
 * Ends tokens of connections that are gone here, at most `limit` at a time, and clears away consents nobody
 * finished. What the provider never confirms is given up after about two days and goes on record as such.
 */
export async function revokeOutstanding(
  runtime: Runtime,
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<RevokedBatch> {
  await clearConsents(runtime, limit);
  const claimed = await claim(runtime, limit);
  const gate = createGate(4);
  const results = await Promise.all(
    claimed.map((id) => gate(async () => (signal.aborted ? 'later' : tryOne(runtime, id, signal)))),
  );
  return {
    tried: claimed.length,
    revoked: results.filter((result) => result === 'revoked').length,
    givenUp: results.filter((result) => result === 'given_up').length,
  };
}

async function claim({ orm, clock }: Runtime, limit: number): Promise<string[]> {
  const now = clock.now();
  const { rows } = await sql<{ id: string }>`
    update integration_revocations set next_attempt_at = ${new Date(now.getTime() + leaseMs)}
    where id in (select id from integration_revocations where next_attempt_at <= ${now}
      order by next_attempt_at limit ${limit} for update skip locked)
    returning id`.execute(orm.em.fork().getKysely());
  return rows.map(({ id }) => id);
}

async function tryOne(runtime: Runtime, id: string, stopping: AbortSignal): Promise<string> {
  const row = await runtime.orm.em.fork().findOne(IntegrationRevocation, { id });
  if (!row) return 'gone';
  const attempt = await attemptOf(runtime, row, stopping);
  if (attempt.outcome === 'revoked' || attempt.outcome === 'unsupported') {
    return finish(runtime, row, attempt.outcome);
  }
  const attempts = row.attempts + 1;
  const isOver = attempts >= mostAttempts || attempt.outcome === 'refused';
  if (isOver) return finish(runtime, row, 'given_up', attempt.error);
  const nextAttemptAt = new Date(runtime.clock.now().getTime() + pauseMs(attempts));
  const values = { attempts, lastError: attempt.error, nextAttemptAt };
  await runtime.orm.em.fork().nativeUpdate(IntegrationRevocation, { id }, values);
  return 'later';
}

/** One minute, doubling to eight hours. */
const pauseMs = (attempts: number): number => Math.min(60_000 * 2 ** (attempts - 1), 8 * 3_600_000);

type Attempt = RevocationAttempt | { outcome: 'refused'; error: 'unreadable' };

async function attemptOf(
  runtime: Runtime,
  row: IntegrationRevocation,
  stopping: AbortSignal,
): Promise<Attempt> {
  const em = runtime.orm.em.fork();
  const provider = findProvider(row.provider);
  const { organizationId, integration: integrationId } = row;
  const place = { organizationId, integrationId, field: revocationField(row.id) };
  const grant = await openGrant(em, runtime.keys, place, row.sealedGrant);
  if (!provider || !grant) return { outcome: 'refused', error: 'unreadable' };
  const config = await em.findOne(IntegrationConfig, { id: integrationId });
  const findKey = await openingDataKeys(em, runtime.keys, [organizationId]);
  const { settings } = await openStored(
    findKey,
    { organizationId, integrationId, provider },
    config?.settings ?? {},
  );
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(attemptPatienceMs)]);
  return revokeGrant(runtime, provider, settings, grant, signal);
}

/** The tokens go from here with the word on what became of them there. */
async function finish(
  runtime: Runtime,
  row: IntegrationRevocation,
  outcome: 'revoked' | 'unsupported' | 'given_up',
  error: string | null = null,
): Promise<string> {
  const { organizationId, integration: id, provider, accountName } = row;
  await runtime.orm.em.fork().transactional(async (em) => {
    const removed = await em.nativeDelete(IntegrationRevocation, { id: row.id });
    if (removed === 0) return;
    const subject = { type: 'integration' as const, id };
    const action = 'integration.revoked' as const;
    const details = { provider, accountName, outcome, ...(error && { error }) };
    const principal = asSystem(organizationId, 'connections', []);
    const requestId = newRequestId();
    await writeAudit(em, { principal, requestId, runtime }, { action, subject, provider, details });
    await publish(em, { organizationId, type: action, subject });
  });
  return outcome;
}

/** States that ran out long ago go; grants nobody confirmed are ended like any other. */
async function clearConsents(runtime: Runtime, limit: number): Promise<void> {
  const now = runtime.clock.now();
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
  const em = runtime.orm.em.fork();
  await em.nativeDelete(IntegrationAuthState, { expiresAt: { $lt: dayAgo } });
  const { rows } = await sql<{ organizationId: string; integrationId: string }>`
    select organization_id as "organizationId", integration_id as "integrationId"
    from integration_pending_grants p
    where expires_at <= ${now} and exists (select 1 from integration_configs c
      where c.id = p.integration_id and c.provider = any(${[...providerKeys]}::text[])) order by expires_at limit ${limit}`.execute(
    em.getKysely(),
  );
  for (const { organizationId, integrationId } of rows) {
    await runtime.orm.em.fork().transactional(async (inner) => {
      const ref = { id: integrationId };
      const found = await requireConnection(inner, organizationId, ref, { lock: true });
      await dropPending(inner, runtime, found, now);
    });
  }
}
