import type { AccountMatrixRow, AccountOfferView, BulkView } from '@patchbay/services/schemas';

type Kind = BulkView['kind'];

/** One person in a plan; `skipped` says why nothing happens to them. */
export type PlannedPerson = {
  person: { id: string; name: string; email: string };
  accountId: string | null;
  identifier: string | null;
  skipped: string | null;
};

/** What a change would do to each of these people, before anything is done. */
export const planOf = (
  kind: Kind,
  provider: string,
  rows: readonly AccountMatrixRow[],
): PlannedPerson[] =>
  rows.map(({ person, accounts }) => {
    const account = accounts.find((one) => one.provider === provider);
    return {
      person,
      accountId: account?.id ?? null,
      identifier: account?.identifier ?? null,
      skipped: skippedBy(kind, account),
    };
  });

type Account = AccountMatrixRow['accounts'][number];

function skippedBy(kind: Kind, account: Account | undefined): string | null {
  if (kind === 'create') return account ? 'Has an account there already' : null;
  if (!account) return 'Has no account there';
  if (account.operation) return 'Something is under way with it';
  if (kind === 'suspend' && account.status === 'suspended') return 'Is suspended already';
  if (kind === 'resume' && account.status === 'active') return 'Is active already';
  return null;
}

/** Why the system cannot do this to anybody; null when it can. */
export function refusedBy(kind: Kind, offer: AccountOfferView): string | null {
  const { available, reason, abilities, name } = offer;
  if (!available) return reason ?? `${name} is not set up here.`;
  if (kind === 'create' && abilities.identifier.choice === 'consent')
    return `Accounts of ${name} are brought by each person, by consenting there.`;
  if (kind === 'remove' && !abilities.canRemove) return `${name} cannot remove accounts.`;
  if ((kind === 'suspend' || kind === 'resume') && !abilities.canSuspend)
    return `${name} cannot suspend accounts.`;
  return null;
}
