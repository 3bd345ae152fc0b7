import type { AccountDrift, AccountStatus } from '@patchbay/db';
import { type AnyAccounts, accountsOf, findProvider } from '@patchbay/providers';
import type { DriftPlan } from './schemas.ts';

type Found = Pick<AccountDrift, 'kind' | 'provider' | 'there'> & { resolvedAt?: Date | null };

/** What can be done about a finding in this very system, the most usual first. */
export function plansOf(found: Found, here: AccountStatus | null): DriftPlan[] {
  const provider = findProvider(found.provider);
  const can = provider && accountsOf(provider);
  if (!can || found.resolvedAt) return [];
  const isActive = found.there === 'active';
  const either = (suspend: DriftPlan, resume: DriftPlan): DriftPlan[] =>
    isActive ? (can.suspend ? [suspend] : []) : can.resume ? [resume] : [];
  switch (found.kind) {
    case 'unclaimed':
      return [
        'adopt',
        ...(isActive && can.suspend ? (['suspend_outside'] as const) : []),
        ...(can.remove ? (['remove_outside'] as const) : []),
      ];
    case 'vanished':
      return [...(mayRecreate(can) ? (['recreate'] as const) : []), 'forget'];
    case 'differs':
      return here === null
        ? []
        : [...either('suspend_outside', 'resume_outside'), 'accept_outside'];
  }
}

/** Nobody sees the secret of a recreated account, so its person must be able to make another one. */
const mayRecreate = ({ consent, secret, resetSecret }: AnyAccounts): boolean =>
  !consent && (!secret || Boolean(resetSecret));
