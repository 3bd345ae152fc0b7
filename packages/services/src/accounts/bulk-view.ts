import { PatchbayError } from '@patchbay/core';
import type { BulkKind } from '@patchbay/db';
import { findProvider } from '@patchbay/providers';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import type { BulkView } from './schemas.ts';

type Row = Omit<BulkView, 'providerName' | 'createdBy' | 'createdAt' | 'canceledAt'> & {
  kind: BulkKind;
  createdAt: string;
  canceledAt: string | null;
  creatorId: string | null;
  creatorName: string | null;
};

export type BulkQuery = { id?: string; before?: string; limit: number };

/** Bulks with their counts, newest first, in one query. */
export async function countBulks(
  { orm }: Pick<Runtime, 'orm'>,
  organizationId: string,
  { id, before, limit }: BulkQuery,
): Promise<BulkView[]> {
  const only = id === undefined ? sql`true` : sql`b.id = ${id}`;
  const older =
    before === undefined
      ? sql`true`
      : sql`(b.created_at, b.id) < (select c.created_at, c.id from account_bulks c where c.id = ${before})`;
  const { rows } = await sql<Row>`
    select b.id, b.provider, b.kind, to_json(b.created_at) #>> '{}' as "createdAt",
      to_json(b.canceled_at) #>> '{}' as "canceledAt", u.id as "creatorId", u.name as "creatorName",
      i.total, i.waiting, i.done, i.failed, i.canceled
    from account_bulks b left join auth."user" u on u.id = b.created_by
    cross join lateral (select count(*)::int as total,
      count(*) filter (where outcome = 'waiting')::int as waiting,
      count(*) filter (where outcome = 'done')::int as done,
      count(*) filter (where outcome = 'failed')::int as failed,
      count(*) filter (where outcome = 'canceled')::int as canceled
      from account_bulk_items where bulk_id = b.id) i
    where b.organization_id = ${organizationId} and ${only} and ${older}
    order by b.created_at desc, b.id desc limit ${limit}`.execute(orm.em.fork().getKysely());
  return rows.map(({ creatorId, creatorName, createdAt, canceledAt, ...row }) => ({
    ...row,
    providerName: findProvider(row.provider)?.about.name ?? row.provider,
    createdBy: creatorId && creatorName !== null ? { id: creatorId, name: creatorName } : null,
    createdAt: new Date(createdAt),
    canceledAt: canceledAt === null ? null : new Date(canceledAt),
  }));
}

/** @throws PatchbayError `not_found` */
export async function countBulk(
  runtime: Pick<Runtime, 'orm'>,
  organizationId: string,
  id: string,
): Promise<BulkView> {
  const [bulk] = await countBulks(runtime, organizationId, { id, limit: 1 });
  if (bulk) return bulk;
  throw new PatchbayError('not_found', 'There is no such bulk.');
}
