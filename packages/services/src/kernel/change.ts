import type { EntityManager } from '@mikro-orm/postgresql';
import { type AuditEntry, writeAudit } from './audit-entry.ts';
import type { Permitted } from './context.ts';
import { publish } from './events.ts';

export type Changed<Value> = { value: Value; audit: AuditEntry | 'unchanged' };

/**
 * The one way to write: a transaction around the work, its audit row in the same transaction, and the live event
 * that PostgreSQL delivers only if the commit succeeds. Jobs are enqueued by the work, in the same transaction.
 */
export async function change<Value>(
  ctx: Permitted,
  work: (em: EntityManager) => Promise<Changed<Value>>,
): Promise<Value> {
  const { organizationId } = ctx.principal;
  return ctx.runtime.orm.em.fork().transactional(async (em) => {
    const { value, audit } = await work(em);
    if (audit === 'unchanged') return value;
    await em.flush();
    await writeAudit(em, ctx, audit);
    await publish(em, { organizationId, type: audit.action, subject: audit.subject });
    return value;
  });
}
