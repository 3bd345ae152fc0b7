import type { EntityManager } from '@mikro-orm/postgresql';
import { AccountBulk, type BulkKind } from '@patchbay/db';
import { enqueueAll, settleAccounts } from '@patchbay/jobs';
import { sql } from 'kysely';
import type { AuditEntry, Permitted } from '../kernel/index.ts';
import { sealingDataKey } from '../vault/index.ts';
import type { Planned } from './create-many.ts';
import { type Payload, sealPayload } from './operation.ts';
import type { AccountSystem } from './system.ts';
import { keepTyped } from './typed-rows.ts';

/** So many accounts share a job; a few of them are settled side by side. */
const batchSize = 20;

export const openBulk = (
  em: EntityManager,
  { principal, runtime }: Permitted,
  { provider, kind }: { provider: string; kind: BulkKind },
): AccountBulk =>
  em.create(AccountBulk, {
    id: crypto.randomUUID(),
    organizationId: principal.organizationId,
    provider,
    kind,
    createdBy: principal.actor.type === 'user' ? principal.actor.id : null,
    createdAt: runtime.clock.now(),
  });

export const bulkStarted = ({ id, provider, kind }: AccountBulk, count: number): AuditEntry => ({
  action: 'account.bulk_started',
  subject: { type: 'account_bulk', id },
  provider,
  details: { kind, count },
});

/** One job for each batch, ready at once. */
export async function queueBulk(em: EntityManager, accountIds: string[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(accountIds.length / batchSize) }, (_, index) => ({
    input: { accountIds: accountIds.slice(index * batchSize, (index + 1) * batchSize) },
  }));
  await enqueueAll(em, settleAccounts, batches);
}

type NewRows = { bulkId: string; planned: Planned[]; input: Record<string, unknown> };

/**
 * Inserts the accounts that can be, each with its operation, in one statement; whose name or place somebody took
 * meanwhile is left out. Answers the ids by person.
 */
export async function insertAccounts(
  em: EntityManager,
  ctx: Permitted,
  system: AccountSystem,
  { bulkId, planned, input }: NewRows,
): Promise<Map<string, string>> {
  const { principal, runtime, requestId } = ctx;
  const { organizationId, actor } = principal;
  const { accounts, integrationId, provider } = system;
  const now = runtime.clock.now();
  const wanted = planned.filter(({ problem }) => problem === null);
  const sealing = await sealingDataKey(em, runtime.keys, organizationId);
  const rows = await Promise.all(
    wanted.map(async ({ person, identifier }) => {
      const [id, operationId] = [crypto.randomUUID(), crypto.randomUUID()];
      const secret = accounts.declared.secret?.generate() ?? null;
      const payload: Payload = { secret, input, reason: null };
      const place = { organizationId, integrationId, id, operationId };
      const sealed = await sealPayload(sealing, place, payload);
      return {
        id,
        operationId,
        userId: person.id,
        identifier,
        key: accounts.fold(identifier),
        sealed,
      };
    }),
  );
  const { rows: made } = await sql<{ id: string; userId: string; identifier: string }>`
    insert into integration_accounts (id, organization_id, integration_id, user_id, integration_type, system,
      identifier, identifier_key, status, operation, operation_id, operation_sealed, operation_asker,
      started_at, next_attempt_at, bulk_id, created_by, created_at, updated_at)
    select r.id, ${organizationId}, ${integrationId}, r."userId", ${provider.key}, ${accounts.system},
      r.identifier, r.key, 'provisioning', 'create', r."operationId", r.sealed,
      ${JSON.stringify({ actor, requestId })}::jsonb, ${now}::timestamptz, ${now}::timestamptz, ${bulkId}::uuid,
      ${actor.type === 'user' ? actor.id : null}::uuid, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, "operationId" uuid, "userId" uuid, identifier text, key text, sealed text)
    on conflict do nothing
    returning id, user_id as "userId", identifier`.execute(em.getKysely());
  const whole = made.map(({ id, identifier }) => ({
    id,
    identifier,
    organizationId,
    provider: provider.key,
    system: accounts.system,
  }));
  await keepTyped(em, whole, system.settings);
  return new Map(made.map(({ id, userId }) => [userId, id]));
}
