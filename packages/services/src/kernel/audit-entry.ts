import type { EntityManager } from '@mikro-orm/postgresql';
import { redact } from '@patchbay/core';
import { canonicalJson, chainHash } from '@patchbay/crypto';
import { AuditLog } from '@patchbay/db';
import { sql } from 'kysely';
import type { Runtime, ServiceContext } from './context.ts';
import { tellOf } from './product-events.ts';

/** Audit actions, as the seeds name them; new ones follow the same two shapes. */
export const auditActions = [
  'configured',
  'reconfigured',
  'updated',
  'enabled',
  'disabled',
  'removed',
  'health_error',
  'health_recovered',
  'integration.connected',
  'integration.disconnected',
  'integration.expired',
  'integration.revoked',
  'health_ok',
  'organization.created',
  'organization.updated',
  'member.role_changed',
  'member.removed',
  'member.joined',
  'invitation.created',
  'invitation.canceled',
  'api_key.created',
  'api_key.revoked',
  'account.created',
  'account.adopted',
  'account.suspended',
  'account.resumed',
  'account.updated',
  'account.secret_reset',
  'account.removed',
  'account.canceled',
  'account.failed',
  'account.operation_run',
  'account.proof_refused',
  'account.bulk_started',
  'account.bulk_canceled',
  'source.created',
  'source.updated',
  'source.enabled',
  'source.disabled',
  'source.secret_rotated',
  'source.secret_captured',
  'source.removed',
  'subscription.created',
  'subscription.updated',
  'subscription.secret_rotated',
  'subscription.enabled',
  'subscription.disabled',
  'subscription.removed',
  'delivery.retried',
  'delivery.discarded',
  'replay.started',
  'replay.canceled',
  'sign_on_client.created',
  'sign_on_client.secret_replaced',
  'sign_on_client.removed',
  'offboarding.started',
  'offboarding.account_removed',
  'offboarding.account_failed',
  'offboarding.retried',
  'offboarding.settled',
  'drift.applied',
  'drift.ignored',
  'drift.reopened',
  'alert.acknowledged',
  'alert.unacknowledged',
  'alert_channel.created',
  'alert_channel.updated',
  'alert_channel.removed',
  'alert_channel.tested',
  'alert_rules.updated',
  'maintenance.planned',
  'maintenance.ended',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const subjectTypes = [
  'integration',
  'organization',
  'member',
  'invitation',
  'api_key',
  'account',
  'account_bulk',
  'source',
  'subscription',
  'delivery',
  'replay',
  'sign_on_client',
  'offboarding',
  'drift',
  'alert',
  'alert_channel',
  'maintenance_window',
] as const;
export type AuditSubject = { type: (typeof subjectTypes)[number]; id: string };

export type AuditEntry = {
  action: AuditAction;
  subject: AuditSubject;
  provider?: string;
  /** What changed, for people: `before` and `after`. Redacted again here, whatever the caller did. */
  details: Record<string, unknown>;
};

/** The hash before the first row. */
export const chainStart = '0'.repeat(64);

/**
 * Appends a row to the organization's chain. Call it last in the transaction: it takes the organization's audit
 * lock, held until commit, so that two writers cannot both follow the same row.
 */
export async function writeAudit(
  em: EntityManager,
  ctx: Pick<ServiceContext, 'principal' | 'requestId'> & { runtime: Pick<Runtime, 'clock'> },
  entry: AuditEntry,
): Promise<void> {
  const { organizationId, actor } = ctx.principal;
  const db = em.getKysely();
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${organizationId}`}, 0))`.execute(
    db,
  );
  const last = await em.findOne(
    AuditLog,
    { organizationId },
    {
      orderBy: { sequence: 'desc' },
      fields: ['sequence', 'hash'],
    },
  );
  const row = {
    organizationId,
    sequence: (last?.sequence ?? 0) + 1,
    action: entry.action,
    subjectType: entry.subject.type,
    subjectId: entry.subject.id,
    provider: entry.provider ?? null,
    actor,
    requestId: ctx.requestId,
    details: redact(entry.details),
    createdAt: ctx.runtime.clock.now(),
  };
  const previousHash = last?.hash ?? chainStart;
  const hash = await chainHash(previousHash, canonicalJson(hashedPart(row)));
  em.create(AuditLog, { ...row, previousHash, hash });
  await em.flush();
  await tellOf(em, organizationId, entry, row.createdAt);
}

type HashedRow = Pick<
  AuditLog,
  | 'organizationId'
  | 'sequence'
  | 'action'
  | 'subjectType'
  | 'subjectId'
  | 'actor'
  | 'requestId'
  | 'details'
  | 'createdAt'
> & { provider?: string | null };

/** What a row's hash covers; verification computes the same from the stored row. */
export const hashedPart = (row: HashedRow): Record<string, unknown> => ({
  organizationId: row.organizationId,
  sequence: row.sequence,
  action: row.action,
  subjectType: row.subjectType,
  subjectId: row.subjectId,
  provider: row.provider ?? null,
  actor: row.actor,
  requestId: row.requestId,
  details: row.details,
  createdAt: row.createdAt.toISOString(),
});
