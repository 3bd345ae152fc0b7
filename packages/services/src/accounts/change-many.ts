import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import {
  type AccountBulk,
  AccountBulkItem,
  type BulkOutcome,
  IntegrationAccount,
} from '@patchbay/db';
import { accountsOf } from '@patchbay/providers';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { type SealingKey, sealingDataKey } from '../vault/index.ts';
import { bulkStarted, openBulk, queueBulk } from './bulk-rows.ts';
import { countBulk } from './bulk-view.ts';
import { sealPayload, settled } from './operation.ts';
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
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    requireAbility(provider, kind);
    await openAccountSystem(runtime, organizationId, provider);
    const bulkId = await change(ctx, async (em) => {
      const rows = await lockAll(em, { organizationId, provider, accountIds });
      const bulk = openBulk(em, ctx, { provider, kind });
      await em.flush();
      const items = rows.map((row) => ({ row, ...verdictOn(row, kind) }));
      const waiting = items.filter(({ outcome }) => outcome === 'waiting').map(({ row }) => row);
      const sealing = await sealingDataKey(em, runtime.keys, organizationId);
      const beginning = { bulk, sealing, reason: reason ?? null };
      for (const row of waiting) await begin(em, ctx, row, beginning);
      await em.flush();
      const now = runtime.clock.now();
      const values = items.map((item) => itemOf(bulk, item, now));
      await em.insertMany(AccountBulkItem, values);
      const ids = waiting.map(({ id }) => id);
      await queueBulk(em, ids);
      return { value: bulk.id, audit: bulkStarted(bulk, items.length) };
    });
    return countBulk(runtime, organizationId, bulkId);
  },
});

type Wanted = { organizationId: string; provider: string; accountIds: string[] };

/** Always in the same order, so that two bulks never wait for each other. @throws PatchbayError `not_found` */
async function lockAll(em: EntityManager, { accountIds, ...where }: Wanted) {
  const ids = [...new Set(accountIds)].sort();
  const rows = await em.find(
    IntegrationAccount,
    { ...where, id: { $in: ids } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  if (rows.length === ids.length) return rows;
  throw new PatchbayError('not_found', 'One of these accounts is not there.');
}

type Beginning = { bulk: AccountBulk; sealing: SealingKey; reason: string | null };

/** As `beginOperation` does it, but with a job for many of them. */
async function begin(
  em: EntityManager,
  { runtime, principal, requestId }: Permitted,
  row: IntegrationAccount,
  { bulk, sealing, reason }: Beginning,
): Promise<void> {
  const now = runtime.clock.now();
  const operationId = crypto.randomUUID();
  const { organizationId, integration: integrationId, id } = row;
  const place = { organizationId, integrationId, id, operationId };
  const payload = { secret: null, input: {}, reason };
  em.assign(row, {
    ...settled,
    operation: bulk.kind,
    operationId,
    operationSealed: await sealPayload(sealing, place, payload),
    operationAsker: { actor: principal.actor, requestId },
    startedAt: now,
    nextAttemptAt: now,
    bulkId: bulk.id,
  });
}

type Item = { row: IntegrationAccount; outcome: BulkOutcome; error: string | null };

const itemOf = ({ id, organizationId }: AccountBulk, { row, outcome, error }: Item, now: Date) => ({
  bulk: id,
  userId: row.userId,
  organizationId,
  accountId: row.id,
  identifier: row.identifier,
  outcome,
  error,
  updatedAt: now,
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
