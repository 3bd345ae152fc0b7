import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { asSystem, newRequestId } from '@patchbay/core';
import { type BrokenReason, IntegrationConfig, IntegrationCredential } from '@patchbay/db';
import { moveTo } from '../integrations/save.ts';
import { type AuditEntry, publish, type Runtime, writeAudit } from '../kernel/index.ts';
import { brokenSentences } from './broken.ts';
import type { LiveCredential } from './live-credential.ts';

type Subject = Pick<
  LiveCredential,
  'integrationId' | 'organizationId' | 'generation' | 'revision' | 'token'
>;

/**
 * Marks a connection as one that has to be made again, unless it moved on since `subject` was read. The integration
 * goes to `error`, its automatic checks stop, and it stands in the list of repairs.
 * @returns whether it did
 */
export async function condemn(
  runtime: Runtime,
  subject: Subject,
  reason: BrokenReason,
): Promise<boolean> {
  return runtime.orm.em.fork().transactional(async (em) => {
    const { integrationId, organizationId } = subject;
    const row = await em.findOne(
      IntegrationConfig,
      { id: integrationId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    // A connection that was ended and made anew counts its generations from the start again.
    if (!row || row.revision !== subject.revision) return false;
    const marked = subject.token
      ? await markCredential(em, runtime, subject, reason)
      : row.status !== 'error';
    if (!marked) return false;
    const before = { status: row.status };
    const message = subject.token ? brokenSentences[reason] : refusedSettings;
    row.health = 'error';
    row.healthReason = 'auth';
    row.errorMessage = message;
    row.checksHeld = true;
    moveTo(row, 'error', runtime.clock.now());
    await em.flush();
    const entry: AuditEntry = {
      action: subject.token ? 'integration.expired' : 'health_error',
      subject: { type: 'integration', id: integrationId },
      provider: row.provider,
      details: { before, after: { status: row.status }, reason, message },
    };
    const principal = asSystem(organizationId, 'connections', []);
    await writeAudit(em, { principal, requestId: newRequestId(), runtime }, entry);
    await publish(em, { organizationId, type: entry.action, subject: entry.subject });
    return true;
  });
}

export const refusedSettings =
  'The provider refused the stored credentials during a call. Enter new ones.';

async function markCredential(
  em: EntityManager,
  { clock }: Runtime,
  { integrationId, generation }: Subject,
  reason: BrokenReason,
): Promise<boolean> {
  const credential = await em.findOne(
    IntegrationCredential,
    { integration: integrationId, generation, brokenAt: null },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!credential) return false;
  credential.brokenAt = clock.now();
  credential.brokenReason = reason;
  credential.refreshAt = null;
  credential.refreshStartedAt = null;
  return true;
}
