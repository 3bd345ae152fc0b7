import type { EntityManager } from '@mikro-orm/postgresql';
import { type IntegrationAccount, User } from '@patchbay/db';
import { describeAccounts, findProvider } from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { isSuspendedByOther } from './find.ts';
import type { AbilitiesView, AccountDetailView, AccountView } from './schemas.ts';
import { openAccountSystem } from './system.ts';

type Person = Pick<User, 'id' | 'name' | 'email'>;

export const toAccountView = (row: IntegrationAccount, person: Person): AccountView => ({
  id: row.id,
  provider: row.provider,
  providerName: findProvider(row.provider)?.about.name ?? row.provider,
  person: { id: person.id, name: person.name, email: person.email },
  identifier: row.identifier,
  status: row.status,
  origin: row.origin,
  metadata: row.metadata,
  details: row.details,
  secretShown: row.secretShown ?? null,
  suspendedByOther: isSuspendedByOther(row),
  nameHeld: row.nameHeld,
  operation: operationView(row),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  deletedAt: row.deletedAt ?? null,
});

function operationView(row: IntegrationAccount): AccountView['operation'] {
  if (!row.operation) return null;
  return {
    kind: row.operation,
    attempts: row.attempts,
    startedAt: row.startedAt ?? row.updatedAt,
    nextAttemptAt: row.failedAt ? null : (row.nextAttemptAt ?? null),
    lastError: row.lastError ?? null,
    trouble: row.trouble ?? null,
    failed: Boolean(row.failedAt),
  };
}

/** Views of rows in their order, with two queries however many there are. */
export async function viewAccounts(
  em: EntityManager,
  rows: IntegrationAccount[],
): Promise<AccountView[]> {
  const ids = [...new Set(rows.map(({ userId }) => userId))];
  const people = await em.find(User, { id: { $in: ids } });
  const byId = new Map(people.map((person) => [person.id, person]));
  return rows.flatMap((row) => {
    const person = byId.get(row.userId);
    return person ? [toAccountView(row, person)] : [];
  });
}

const nothing: AbilitiesView = {
  noun: 'Account',
  identifier: { label: 'Name', help: '', placeholder: null, choice: 'required' },
  consent: null,
  input: {},
  update: null,
  secret: null,
  canSuspend: false,
  canResetSecret: false,
  canRemove: false,
  canList: false,
  canProve: false,
  removal: null,
  operations: [],
};

/** One account with what can be done to it and how to get in; reads only what is stored here. */
export async function viewAccount(
  runtime: Runtime,
  row: IntegrationAccount,
): Promise<AccountDetailView> {
  const em = runtime.orm.em.fork();
  const person = await em.findOneOrFail(User, { id: row.userId });
  const provider = findProvider(row.provider);
  const { organizationId, identifier } = row;
  // An integration that is paused, broken or set up for another system says nothing about how to get in.
  const opened = await openAccountSystem(runtime, organizationId, row.provider).catch(() => null);
  const system = opened?.accounts.system === row.system ? opened : null;
  return {
    ...toAccountView(row, person),
    abilities: (provider && describeAccounts(provider, system?.settings)) ?? nothing,
    connect: system?.accounts.connect(identifier) ?? [],
  };
}
