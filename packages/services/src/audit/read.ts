import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { invalidField, type Page, type PageInput, toPage } from '@patchbay/core';
import { AuditLog } from '@patchbay/db';
import type { AuditView } from './schemas.ts';

type Filter = {
  organizationId: string;
  subjectType?: string;
  subjectId?: string;
  action?: string | undefined;
  provider?: string | undefined;
};

/** A page of audit rows, newest first; the cursor is the sequence number to go on below. */
export async function readAudit(
  em: EntityManager,
  filter: Filter,
  { cursor, limit }: PageInput,
): Promise<Page<AuditView>> {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const below = cursor === undefined ? {} : { sequence: { $lt: sequenceOf(cursor) } };
  const where: FilterQuery<AuditLog> = { ...Object.fromEntries(given), ...below };
  const rows = await em.find(AuditLog, where, {
    orderBy: { sequence: 'desc' },
    limit: limit + 1,
    disableIdentityMap: true,
  });
  return toPage(rows, limit, toAuditView, ({ sequence }) => String(sequence));
}

const toAuditView = (row: AuditLog): AuditView => ({
  id: row.id,
  sequence: row.sequence,
  action: row.action,
  subjectType: row.subjectType,
  subjectId: row.subjectId,
  provider: row.provider ?? null,
  actor: { type: row.actor.type, id: row.actor.id, name: row.actor.name },
  requestId: row.requestId,
  details: row.details,
  createdAt: row.createdAt,
});

function sequenceOf(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw invalidField('cursor', 'is not a cursor of this list');
}
