import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { invalidField, PatchbayError } from '@patchbay/core';
import { AccountRemoval, IntegrationAccount, openRemovalStates, type User } from '@patchbay/db';
import { IdentifierTaken } from '@patchbay/providers';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { settleAndAnswer } from './answer.ts';
import { ownId, requireHandOn, requirePerson } from './find.ts';
import { beginOperation } from './operation.ts';
import { type AccountOutcomeView, CreateAccountInput } from './schemas.ts';
import { type AccountSystem, openAccountSystem } from './system.ts';
import { keepTyped } from './typed-rows.ts';

/**
 * Gives a person an account. `secret` is answered once and never again. Errors: `invalid_input` naming `identifier`,
 * `input.<path>` or `provider` where there are no accounts; `forbidden` for somebody else's without `accounts:edit` and
 * for an integration that is paused or not set up; `not_found` for an unknown provider or person; `conflict` when
 * the person has one already, and naming `identifier` when the name is taken.
 */
export const createAccount = defineVerb({
  name: 'accounts.create',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: CreateAccountInput,
  async run(ctx, { provider, personId, identifier: name, input }): Promise<AccountOutcomeView> {
    const userId = requireSubject(ctx, personId);
    const { organizationId } = ctx.principal;
    const system = await openAccountSystem(ctx.runtime, organizationId, provider);
    if (system.accounts.declared.consent) throw onlyByConsent(system);
    const person = await requirePerson(ctx.runtime.orm.em.fork(), organizationId, userId);
    const identifier = system.accounts.identifier(name, person.email);
    system.accounts.readInput(input);
    const id = await reserve(ctx, system, { person, identifier, input });
    return settleAndAnswer(ctx, id);
  },
});

const onlyByConsent = ({ provider: { about } }: AccountSystem) =>
  new PatchbayError('invalid_input', `${about.name} accounts are brought by consenting there.`);

/** Whose account it is to be. @throws PatchbayError `forbidden`, `invalid_input` */
export function requireSubject(ctx: Permitted, personId: string | undefined): string {
  const userId = personId ?? ownId(ctx);
  if (!userId) throw invalidField('personId', 'Say whose account it is.');
  requireHandOn(ctx, userId);
  return userId;
}

export type NewAccount = { person: User; identifier: string; input: Record<string, unknown> };

/** The first transaction of a `create`: the row that holds the name, and the operation in it. */
export async function reserve(
  ctx: Permitted,
  system: AccountSystem,
  { person, identifier, input }: NewAccount,
): Promise<string> {
  const secret = system.accounts.declared.secret?.generate() ?? null;
  return uniquely(identifier, () =>
    change(ctx, async (em) => {
      await forgetFailed(em, ctx.principal.organizationId, system, person.id);
      const row = newRow(em, ctx, system, { person, identifier });
      const payload = { secret, input, reason: null };
      await em.flush();
      await requireNotLeaving(em, row);
      await keepTyped(em, [row], system.settings);
      await beginOperation(em, ctx, row, { kind: 'create', payload });
      return { value: row.id, audit: 'unchanged' };
    }),
  );
}

/**
 * While an account of this name is still to be removed for somebody who is gone, whoever gets the name would lose theirs
 * to that removal. Asked once the new row stands, so that an erasure which that row waited for is seen.
 * @throws IdentifierTaken
 */
export async function requireNotLeaving(
  em: EntityManager,
  { provider, system, identifier, identifierKey }: IntegrationAccount,
): Promise<void> {
  const state = { $in: openRemovalStates };
  if (await em.count(AccountRemoval, { provider, system, identifierKey, state }))
    throw new IdentifierTaken(identifier);
}

export function newRow(
  em: EntityManager,
  { principal, runtime }: Permitted,
  { accounts, integrationId, provider }: AccountSystem,
  { person, identifier }: Pick<NewAccount, 'person' | 'identifier'>,
): IntegrationAccount {
  const now = runtime.clock.now();
  return em.create(IntegrationAccount, {
    id: crypto.randomUUID(),
    organizationId: principal.organizationId,
    integration: integrationId,
    userId: person.id,
    provider: provider.key,
    system: accounts.system,
    identifier,
    identifierKey: accounts.fold(identifier),
    nameHeld: true,
    status: 'provisioning',
    origin: 'created',
    metadata: {},
    details: {},
    attempts: 0,
    createdBy: principal.actor.type === 'user' ? principal.actor.id : null,
    createdAt: now,
    updatedAt: now,
  });
}

/** A `create` whose name belongs to somebody else left nothing anywhere; asking again takes its place. */
export async function forgetFailed(
  em: EntityManager,
  organizationId: string,
  { provider }: AccountSystem,
  userId: string,
): Promise<void> {
  await em.nativeDelete(IntegrationAccount, {
    organizationId,
    provider: provider.key,
    userId,
    operation: 'create',
    trouble: 'taken',
    failedAt: { $ne: null },
  });
}

/** Turns a collision of two rows into what it means. @throws PatchbayError `conflict`, IdentifierTaken */
export async function uniquely<Value>(
  identifier: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    const { constraint } = error as { constraint?: unknown };
    if (constraint !== 'integration_accounts_person_unique') throw new IdentifierTaken(identifier);
    throw new PatchbayError('conflict', 'This person has an account there already.');
  }
}
