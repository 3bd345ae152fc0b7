import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import {
  asSystem,
  type CheckReport,
  type IntegrationStatus,
  type Principal,
  statusAfter,
} from '@patchbay/core';
import { IntegrationConfig } from '@patchbay/db';
import { type AuditAction, type AuditEntry, publish, writeAudit } from '../kernel/index.ts';
import type { FinishedCheck, RecordedCheck, RecordingRuntime } from './finished-check.ts';
import { insertChecks } from './statements.ts';

type Settling = { runtime: RecordingRuntime; requestId: string; principal: Principal | undefined };

/**
 * One check in one transaction: its row (unless it is stored already), the integration as it stands after it and,
 * when the status changes, the audit row and the event.
 */
export async function settleCheck(
  { runtime, requestId, principal }: Settling,
  check: FinishedCheck,
  { insert }: { insert: boolean },
): Promise<RecordedCheck> {
  const { integrationId, organizationId, slot } = check;
  return runtime.orm.em.fork().transactional(async (em) => {
    // Before the insert, whose foreign key locks the row too: two checks at once would wait for each other.
    const row = await lockChecked(em, check);
    const isStored = !insert || (await insertChecks(em, [check])).size > 0;
    const moved = isStored && row ? applyReport(row, check) : null;
    const outcome = isStored ? 'recorded' : 'ignored';
    if (!moved) return { integrationId, organizationId, slot, outcome, moved: null };
    const entry = auditOf(check, moved);
    const actor = principal ?? asSystem(organizationId, 'health', []);
    await em.flush();
    await writeAudit(em, { principal: actor, requestId, runtime }, entry);
    await publish(em, { organizationId, type: entry.action, subject: entry.subject });
    return { integrationId, organizationId, slot, outcome, moved };
  });
}

type Moved = NonNullable<RecordedCheck['moved']>;

const lockChecked = (em: EntityManager, { integrationId, revision }: FinishedCheck) =>
  em.findOne(
    IntegrationConfig,
    { id: integrationId, revision, status: { $ne: 'not_configured' } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );

function applyReport(row: IntegrationConfig, check: FinishedCheck): Moved | null {
  if (row.lastHealthCheck && row.lastHealthCheck > check.checkedAt) return null;
  noteReport(row, check.report, check.checkedAt);
  const moved = { from: row.status, to: statusAfter(check.report.health) };
  if (moved.from === moved.to) return null;
  row.status = moved.to;
  row.statusChangedAt = check.checkedAt;
  return moved;
}

function noteReport(row: IntegrationConfig, report: CheckReport, at: Date): void {
  countInRow(row, report);
  row.health = report.health;
  row.healthReason = report.reason;
  row.errorMessage = report.health === 'ok' ? null : report.message;
  row.lastHealthCheck = at;
  row.checksHeld = report.health === 'error' && report.reason === 'auth';
}

/** The same counts as `refreshIntegrations` keeps; they tell a fault from a flicker. */
function countInRow(row: IntegrationConfig, { health, reason }: CheckReport): void {
  const failed = health === 'error';
  const isSame = (row.healthReason ?? null) === reason;
  row.reasonInRow = failed ? (isSame ? row.reasonInRow + 1 : 1) : 0;
  row.failuresInRow = failed ? row.failuresInRow + 1 : 0;
  row.successesInRow = failed ? 0 : row.successesInRow + 1;
}

function actionOf(from: IntegrationStatus, to: IntegrationStatus): AuditAction {
  if (to === 'error') return 'health_error';
  return from === 'error' ? 'health_recovered' : 'health_ok';
}

function auditOf({ integrationId, provider, report, trigger }: FinishedCheck, { from, to }: Moved) {
  const { health, reason, message } = report;
  return {
    action: actionOf(from, to),
    subject: { type: 'integration', id: integrationId },
    provider,
    details: { before: { status: from }, after: { status: to }, health, reason, message, trigger },
  } satisfies AuditEntry;
}
