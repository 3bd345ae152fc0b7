import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import {
  type AccountBulk,
  AccountBulkItem,
  type BulkOutcome,
  IntegrationAccount,
  Member,
  User,
} from '@patchbay/db';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { bulkStarted, insertAccounts, openBulk, queueBulk } from './bulk-rows.ts';
import { countBulk } from './bulk-view.ts';
import { freeNames } from './free-names.ts';
import { type BulkView, CreateManyInput } from './schemas.ts';
import { type AccountSystem, openAccountSystem } from './system.ts';

type Wanted = { personId: string; identifier?: string | undefined };
/** What becomes of one person: an account under this name, or why not. */
export type Planned = { person: User; identifier: string; problem: string | null };

/**
 * Gives many people accounts with one provider. Answers at once; jobs do the work, and `accounts.bulk` says how far they
 * are. Whoever cannot have one is counted as failed and stops nobody else. Passwords are shown to nobody: each person
 * makes theirs, so it is `invalid_input` where that cannot be done. Errors: `invalid_input`, `not_found` for a person who is not of the organization, `forbidden`.
 */
export const createManyAccounts = defineVerb({
  name: 'accounts.createMany',
  permission: 'accounts:edit',
  input: CreateManyInput,
  async run(ctx, { provider, people, input }): Promise<BulkView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    const system = await openAccountSystem(runtime, organizationId, provider);
    if (system.accounts.declared.consent)
      throw new PatchbayError('invalid_input', 'These accounts are brought by consenting there.');
    system.accounts.readInput(input);
    requireWayIn(system);
    const bulkId = await change(ctx, async (em) => {
      const planned = await plan(em, organizationId, system, people);
      const bulk = openBulk(em, ctx, { provider, kind: 'create' });
      await em.flush();
      const made = await insertAccounts(em, ctx, system, { bulkId: bulk.id, planned, input });
      await em.insertMany(
        AccountBulkItem,
        planned.map((each) => itemOf(ctx, bulk, each, made.get(each.person.id))),
      );
      await queueBulk(em, [...made.values()]);
      return { value: bulk.id, audit: bulkStarted(bulk, planned.length) };
    });
    return countBulk(runtime, organizationId, bulkId);
  },
});

/** Nobody sees the secrets of a bulk, so each person needs another way to one. */
function requireWayIn({ accounts: { declared } }: AccountSystem): void {
  if (!declared.secret || declared.resetSecret || declared.recovers) return;
  throw new PatchbayError(
    'invalid_input',
    'A password is shown once there and cannot be made anew, so each person has to create their own account.',
  );
}

function itemOf(
  { runtime, principal }: Permitted,
  bulk: AccountBulk,
  { person, identifier, problem }: Planned,
  accountId: string | undefined,
) {
  const outcome: BulkOutcome = accountId ? 'waiting' : 'failed';
  return {
    bulk: bulk.id,
    userId: person.id,
    organizationId: principal.organizationId,
    accountId: accountId ?? null,
    identifier,
    outcome,
    error: accountId ? null : (problem ?? `${identifier} is taken.`),
    updatedAt: runtime.clock.now(),
  };
}

/** Who gets which name; five queries for any number of people. */
async function plan(
  em: EntityManager,
  organizationId: string,
  system: AccountSystem,
  people: Wanted[],
): Promise<Planned[]> {
  const ids = [...new Set(people.map(({ personId }) => personId))];
  const members = await em.find(Member, { organizationId, userId: { $in: ids } });
  const users = await em.find(User, { id: { $in: members.map(({ userId }) => userId) } });
  const byId = new Map(users.map((user) => [user.id, user]));
  if (byId.size < ids.length)
    throw new PatchbayError('not_found', 'Somebody among them is not of this organization.');
  const provider = system.provider.key;
  const owned = await em.find(
    IntegrationAccount,
    { organizationId, provider, userId: { $in: ids }, status: { $ne: 'deleted' } },
    { fields: ['userId', 'identifier'] },
  );
  const own = new Map(owned.map(({ userId, identifier }) => [userId, identifier]));
  const wanted = new Map(people.map((each) => [each.personId, each.identifier]));
  const named = await freeNames(
    em,
    system,
    users
      .filter(({ id }) => !own.has(id))
      .map((person) => ({ person, name: wanted.get(person.id) })),
  );
  const having = users.flatMap((person): Planned[] => {
    const identifier = own.get(person.id);
    const problem = 'Has an account there already.';
    return identifier === undefined ? [] : [{ person, identifier, problem }];
  });
  return [...named, ...having];
}
