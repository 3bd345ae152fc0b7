import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { AccountRemoval, IntegrationAccount, openRemovalStates, type User } from '@patchbay/db';
import type { Planned } from './create-many.ts';
import { type AccountSystem, bothNamesOf } from './system.ts';

type Candidate = { person: User; name: string | undefined };

/** Of two people whose addresses suggest the same name, the second gets a number behind it. */
const mostOfOneName = 50;

/** Names for many people at once, none of them given twice or held by somebody here. Two queries. */
export async function freeNames(
  em: EntityManager,
  { provider, accounts }: AccountSystem,
  candidates: Candidate[],
): Promise<Planned[]> {
  const held = await em.find(
    IntegrationAccount,
    { provider: provider.key, system: { $in: bothNamesOf(accounts.system) }, nameHeld: true },
    { fields: ['identifierKey'] },
  );
  const leaving = await em.find(
    AccountRemoval,
    { provider: provider.key, system: accounts.system, state: { $in: openRemovalStates } },
    { fields: ['identifierKey'] },
  );
  const taken = new Set([...held, ...leaving].map(({ identifierKey }) => identifierKey));
  return candidates.map(({ person, name }): Planned => {
    try {
      const identifier = freeName(accounts, person.email, name, taken);
      taken.add(accounts.fold(identifier));
      return { person, identifier, problem: null };
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      const problem = error.fields?.identifier?.[0] ?? error.message;
      return { person, identifier: name ?? person.email, problem };
    }
  });
}

function freeName(
  accounts: AccountSystem['accounts'],
  email: string,
  name: string | undefined,
  taken: ReadonlySet<string>,
): string {
  const first = accounts.identifier(name, email);
  if (!taken.has(accounts.fold(first))) return first;
  const suggested = name === undefined ? accounts.declared.identifier.fromEmail?.(email) : null;
  for (let number = 2; suggested && number <= mostOfOneName; number += 1) {
    const next = accounts.identifier(`${suggested}${number}`, email);
    if (!taken.has(accounts.fold(next))) return next;
  }
  throw new PatchbayError('conflict', `${first} is taken.`);
}
