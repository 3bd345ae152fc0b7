import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountOperationKind, IntegrationAccount } from '@patchbay/db';
import { enqueue, settleAccounts } from '@patchbay/jobs';
import { z } from 'zod';
import { type Permitted, publish, type Runtime } from '../kernel/index.ts';
import {
  openingDataKeys,
  openText,
  type SealingKey,
  sealingDataKey,
  sealText,
} from '../vault/index.ts';

/** What an operation carries; sealed in the row for as long as it is under way. */
export const Payload = z.object({
  secret: z.string().nullable(),
  input: z.record(z.string(), z.unknown()),
  reason: z.string().nullable(),
});
export type Payload = z.infer<typeof Payload>;

/** The job comes for what the request did not finish by then. */
export const requestGraceMs = 15_000;

type Beginning = {
  kind: AccountOperationKind;
  payload: Payload;
  bulkId?: string;
};

/**
 * Puts an operation into the row, with the job that settles it should this process not. Part of the caller's
 * transaction; nothing has reached the system before that commits.
 */
export async function beginOperation(
  em: EntityManager,
  ctx: Permitted,
  row: IntegrationAccount,
  { kind, payload, bulkId }: Beginning,
): Promise<void> {
  const { runtime, principal, requestId } = ctx;
  const now = runtime.clock.now();
  const startAfter = new Date(now.getTime() + requestGraceMs);
  const operationId = crypto.randomUUID();
  const sealing = await sealingDataKey(em, runtime.keys, row.organizationId);
  em.assign(row, {
    operation: kind,
    operationId,
    operationSealed: await sealPayload(sealing, { ...placeOf(row), operationId }, payload),
    operationAsker: { actor: principal.actor, requestId },
    attempts: 0,
    lastError: null,
    trouble: null,
    startedAt: now,
    nextAttemptAt: startAfter,
    failedAt: null,
    bulkId: bulkId ?? null,
    updatedAt: now,
  });
  await em.flush();
  await enqueue(em, settleAccounts, { accountIds: [row.id] }, { startAfter });
  const subject = { type: 'account' as const, id: row.id };
  const { organizationId } = row;
  await publish(em, { organizationId, type: 'account_under_way', subject });
}

/** What a row without an operation has in its place. */
export const settled = {
  operation: null,
  operationId: null,
  operationSealed: null,
  operationAsker: null,
  attempts: 0,
  lastError: null,
  trouble: null,
  startedAt: null,
  nextAttemptAt: null,
  failedAt: null,
  bulkId: null,
};

type Place = { organizationId: string; integrationId: string; id: string; operationId: string };

const placeOf = (row: IntegrationAccount) => ({
  organizationId: row.organizationId,
  integrationId: row.integration,
  id: row.id,
});

const textPlace = ({ organizationId, integrationId, id, operationId }: Place) => ({
  organizationId,
  integrationId,
  field: `account.${id}.${operationId}`,
});

/** With the organization's sealing key, which is read once for however many payloads. */
export const sealPayload = (sealing: SealingKey, place: Place, payload: Payload): Promise<string> =>
  sealText(sealing, textPlace(place), JSON.stringify(payload));

/** `null` when it does not open where it stands. */
export async function openPayload(
  em: EntityManager,
  { keys }: Pick<Runtime, 'keys'>,
  row: IntegrationAccount,
): Promise<Payload | null> {
  const { organizationId, operationId, operationSealed } = row;
  if (!operationId || !operationSealed) return null;
  const findKey = await openingDataKeys(em, keys, [organizationId]);
  const place = textPlace({ ...placeOf(row), operationId });
  const text = await openText(findKey, place, operationSealed);
  const read = text === null ? null : Payload.safeParse(JSON.parse(text));
  return read?.success ? read.data : null;
}
