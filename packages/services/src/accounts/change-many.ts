import { LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import {
  AccountBulkItem,
  type AccountOperationKind,
  type BulkOutcome,
  IntegrationAccount,
} from '@patchbay/db';
import { accountsOf } from '@patchbay/providers';
import { change, defineVerb } from '../kernel/index.ts';
import { bulkStarted, openBulk, queueBulk } from './bulk-rows.ts';
import { countBulk } from './bulk-view.ts';
import { sealPayload } from './operation.ts';
import { type BulkView, ChangeManyInput } from './schemas.ts';
import { openAccountSystem, requireAccountProvider } from './system.ts';

type Change = 'suspend' | 'resume' | 'remove';

/**
 * Suspends, resumes or removes many accounts of one provider; otherwise as `createMany`. Accounts that are so already
 * count as done. Errors: `invalid_input` for what the provider cannot do, `not_found` when one of them is not there.
 */
export const changeManyAccounts = defineVerb({
  name: 'accounts.changeMany',
  permission: 'accounts:edit',
  input: ChangeManyInput,
  async run(ctx, { provider, change: kind, accountIds, reason }): Promise<BulkView> {
    const { runtime, principal, requestId } = ctx;
    const { organizationId, actor } = principal;
    requireAbility(provider, kind);
    await openAccountSystem(runtime, organizationId, provider);
    const ids = [...new Set(accountIds)].sort();
    const bulkId = await change(ctx, async (em) => {
      const rows = await em.find(
        IntegrationAccount,
        { id: { $in: ids }, organizationId, provider },
        { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
      );
      if (rows.length < ids.length)
        throw new PatchbayError('not_found', 'One of these accounts is not there.');
      const bulk = openBulk(em, ctx, { provider, kind });
      await em.flush();
      const now = runtime.clock.now();
      const items = rows.map((row) => ({ row, ...verdictOn(row, kind) }));
      const waiting = items.filter(({ outcome }) => outcome === 'waiting').map(({ row }) => row);
      for (const row of waiting) {
        const operationId = crypto.randomUUID();
        const place = { organizationId, integrationId: row.integration, id: row.id, operationId };
        const payload = { secret: null, input: {}, reason: reason ?? null };
        em.assign(row, {
          operation: kind satisfies AccountOperationKind,
          operationId,
          operationSealed: await sealPayload(em, runtime, place, payload),
          operationAsker: { actor, requestId },
          attempts: 0,
          startedAt: now,
          nextAttemptAt: now,
          bulkId: bulk.id,
        });
      }
      await em.flush();
      await em.insertMany(
        AccountBulkItem,
        items.map(({ row, outcome, error }) => ({
          bulk: bulk.id,
          userId: row.userId,
          organizationId,
          accountId: row.id,
          identifier: row.identifier,
          outcome,
          error,
          updatedAt: now,
        })),
      );
      await queueBulk(
        em,
        waiting.map(({ id }) => id),
      );
      return { value: bulk.id, audit: bulkStarted(bulk, items.length) };
    });
    return countBulk(runtime, organizationId, bulkId);
  },
});

function requireAbility(key: string, kind: Change): void {
  const provider = requireAccountProvider(key);
  if (accountsOf(provider)?.[kind]) return;
  throw new PatchbayError('invalid_input', `${provider.about.name} cannot ${kind} accounts.`);
}

const after: Record<Change, IntegrationAccount['status']> = {
  suspend: 'suspended',
  resume: 'active',
  remove: 'deleted',
};

function verdictOn(
  { status, operation }: IntegrationAccount,
  kind: Change,
): { outcome: BulkOutcome; error: string | null } {
  if (operation) return { outcome: 'failed', error: 'Something is under way with it.' };
  if (status === after[kind]) return { outcome: 'done', error: null };
  if (status === 'deleted') return { outcome: 'failed', error: 'It was removed.' };
  return { outcome: 'waiting', error: null };
}
