import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { AccountRemoval, Offboarding, type RemovalState } from '@patchbay/db';
import { findProvider } from '@patchbay/providers';
import type { OffboardingReportView, OffboardingView, RemovalView } from './schemas.ts';

/** @throws PatchbayError `not_found`, also for another organization's */
export async function readReport(
  em: EntityManager,
  organizationId: string,
  id: string,
): Promise<OffboardingReportView> {
  const row = await em.findOne(Offboarding, { id, organizationId });
  if (!row) throw new PatchbayError('not_found', 'There is no such report.');
  const removals = await em.find(
    AccountRemoval,
    { offboarding: id },
    { orderBy: { provider: 'asc', identifier: 'asc' } },
  );
  const states = removals.map(({ state }) => state);
  return { ...viewOffboarding(row, states), removals: removals.map(viewRemoval) };
}

const settledStates: readonly RemovalState[] = ['deleted', 'kept', 'by_hand'];
const stuckStates: readonly RemovalState[] = ['failed', 'manual'];

export function viewOffboarding(
  row: Offboarding,
  states: readonly RemovalState[],
): OffboardingView {
  const settled = states.filter((state) => settledStates.includes(state)).length;
  const failed = states.filter((state) => stuckStates.includes(state)).length;
  const waiting = states.length - settled - failed;
  return {
    id: row.id,
    kind: row.kind,
    person: { name: row.personName, email: row.personEmail },
    reason: row.reason,
    by: row.requestedBy.name,
    createdAt: row.createdAt,
    state: waiting > 0 ? 'running' : failed > 0 ? 'attention' : 'done',
    accounts: states.length,
    settled,
    waiting,
    failed,
    keysRevoked: row.keysRevoked,
  };
}

export const viewRemoval = (row: AccountRemoval): RemovalView => ({
  id: row.id,
  provider: row.provider,
  providerName: findProvider(row.provider)?.about.name ?? row.provider,
  identifier: row.identifier,
  plan: row.plan,
  state: row.state,
  attempts: row.attempts,
  error: row.lastError ?? null,
  startedAt: row.startedAt ?? null,
  nextAttemptAt: row.nextAttemptAt ?? null,
  finishedAt: row.finishedAt ?? null,
  byHand: row.settledBy ? { by: row.settledBy.name, reason: row.settledReason ?? '' } : null,
});
