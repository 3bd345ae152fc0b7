import type { EntityManager } from '@mikro-orm/postgresql';
import { type AccountDrift, IntegrationAccount, User } from '@patchbay/db';
import { describeAccounts, findProvider } from '@patchbay/providers';
import { plansOf } from './plans.ts';
import type { DriftView } from './schemas.ts';
import { readCandidates, suggestionsFor } from './suggest.ts';

/** Findings in their order, with three queries however many there are. */
export async function viewFindings(
  em: EntityManager,
  organizationId: string,
  rows: readonly AccountDrift[],
): Promise<DriftView[]> {
  const ids = rows.flatMap(({ account }) => (account ? [account] : []));
  const accounts = await em.find(IntegrationAccount, { organizationId, id: { $in: ids } });
  const names = [...accounts.map(({ userId }) => userId), ...rows.flatMap(ignorerOf)];
  const people = new Map(
    (await em.find(User, { id: { $in: names } })).map((person) => [person.id, person]),
  );
  const isSought = rows.some(({ kind, resolvedAt }) => kind === 'unclaimed' && !resolvedAt);
  const candidates = isSought ? await readCandidates(em, organizationId) : [];
  return rows.map((row) => {
    const account = accounts.find(({ id }) => id === row.account) ?? null;
    const person = account && people.get(account.userId);
    const provider = findProvider(row.provider);
    const here = account?.status ?? null;
    return {
      id: row.id,
      provider: row.provider,
      providerName: provider?.about.name ?? row.provider,
      noun: (provider && describeAccounts(provider)?.noun) ?? 'Account',
      kind: row.kind,
      state: row.resolvedAt ? 'resolved' : row.ignoredAt ? 'ignored' : 'open',
      identifier: row.identifier,
      accountId: account?.id ?? null,
      person: person ? { userId: person.id, name: person.name, email: person.email } : null,
      here,
      there: row.there ?? null,
      details: row.details,
      suggestions:
        row.kind === 'unclaimed' && !row.resolvedAt ? suggestionsFor(row, candidates) : [],
      plans: plansOf(row, here),
      lastError: row.lastError ?? null,
      ignored: ignoredOf(row, people),
      foundAt: row.foundAt,
      seenAt: row.seenAt,
      resolvedAt: row.resolvedAt ?? null,
    };
  });
}

const ignorerOf = ({ ignoredBy }: AccountDrift) => (ignoredBy ? [ignoredBy] : []);

function ignoredOf(
  { ignoredAt, ignoredBy, ignoredReason }: AccountDrift,
  people: ReadonlyMap<string, User>,
): DriftView['ignored'] {
  if (!ignoredAt) return null;
  const by = (ignoredBy && people.get(ignoredBy)?.name) || 'A program, or somebody who left';
  return { reason: ignoredReason ?? '', by, at: ignoredAt };
}
