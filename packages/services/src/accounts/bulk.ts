import { invalidField, type Page, PatchbayError, toPage } from '@patchbay/core';
import { AccountBulk, AccountBulkItem, IntegrationAccount, User } from '@patchbay/db';
import { sql } from 'kysely';
import { z } from 'zod';
import { change, defineVerb } from '../kernel/index.ts';
import { countBulk, countBulks } from './bulk-view.ts';
import { type BulkDetailView, BulkRef, type BulkView, ListBulksInput } from './schemas.ts';

const mostFailures = 100;

/** How far one bulk is, with what failed in it. Errors: `not_found`. */
export const getBulk = defineVerb({
  name: 'accounts.bulk',
  permission: 'accounts:read',
  input: BulkRef,
  async run({ runtime, principal }, { bulkId }): Promise<BulkDetailView> {
    const bulk = await countBulk(runtime, principal.organizationId, bulkId);
    const em = runtime.orm.em.fork();
    const items = await em.find(
      AccountBulkItem,
      { bulk: bulkId, outcome: 'failed' },
      { orderBy: { identifier: 'asc' }, limit: mostFailures },
    );
    const people = await em.find(User, { id: { $in: items.map(({ userId }) => userId) } });
    const names = new Map(people.map(({ id, name }) => [id, name]));
    return {
      ...bulk,
      failures: items.map((item) => ({
        accountId: item.accountId ?? null,
        person: { id: item.userId, name: names.get(item.userId) ?? '' },
        identifier: item.identifier,
        outcome: item.outcome,
        error: item.error ?? null,
      })),
    };
  },
});

/** All bulks, newest first, in pages. Errors: `invalid_input` for a bad cursor. */
export const listBulks = defineVerb({
  name: 'accounts.bulks',
  permission: 'accounts:read',
  input: ListBulksInput.prefault({}),
  async run({ runtime, principal }, { cursor, limit }): Promise<Page<BulkView>> {
    if (cursor !== undefined && !z.uuid().safeParse(cursor).success)
      throw invalidField('cursor', 'is not a cursor of this list');
    const rows = await countBulks(runtime, principal.organizationId, {
      ...(cursor !== undefined && { before: cursor }),
      limit: limit + 1,
    });
    return toPage(
      rows,
      limit,
      (row) => row,
      ({ id }) => id,
    );
  },
});

/**
 * Stops a bulk: what nobody began yet is taken back, what is begun goes on. Errors: `not_found`.
 */
export const cancelBulk = defineVerb({
  name: 'accounts.cancelBulk',
  permission: 'accounts:edit',
  input: BulkRef,
  async run(ctx, { bulkId }): Promise<BulkView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    await change(ctx, async (em) => {
      const bulk = await em.findOne(AccountBulk, { id: bulkId, organizationId });
      if (!bulk) throw new PatchbayError('not_found', 'There is no such bulk.');
      bulk.canceledAt ??= runtime.clock.now();
      // Whoever counts an attempt right now holds its row; this one then sees the count and leaves it.
      const { rows } = await sql<{ id: string }>`
        update integration_accounts set operation = null, operation_id = null, operation_sealed = null,
          operation_asker = null, started_at = null, next_attempt_at = null, bulk_id = null
        where bulk_id = ${bulkId} and organization_id = ${organizationId} and attempts = 0
        returning id`.execute(em.getKysely());
      const ids = rows.map(({ id }) => id);
      await em.nativeDelete(IntegrationAccount, { id: { $in: ids }, status: 'provisioning' });
      await em.nativeUpdate(
        AccountBulkItem,
        { bulk: bulkId, accountId: { $in: ids } },
        { outcome: 'canceled', updatedAt: runtime.clock.now() },
      );
      return {
        value: undefined,
        audit: {
          action: 'account.bulk_canceled',
          subject: { type: 'account_bulk', id: bulkId },
          provider: bulk.provider,
          details: { kind: bulk.kind, canceled: ids.length },
        },
      };
    });
    return countBulk(runtime, organizationId, bulkId);
  },
});
