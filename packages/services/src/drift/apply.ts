import { invalidField, isPatchbayError, PatchbayError } from '@patchbay/core';
import { AccountDrift, IntegrationAccount } from '@patchbay/db';
import { sql } from 'kysely';
import { adoptAccount } from '../accounts/adopt.ts';
import { reserve } from '../accounts/create.ts';
import { requirePerson } from '../accounts/find.ts';
import { settleAccount } from '../accounts/settle.ts';
import { type AccountSystem, openAccountSystem } from '../accounts/system.ts';
import { forgetTyped } from '../accounts/typed-rows.ts';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { findingDetails, requireFinding } from './find.ts';
import { plansOf } from './plans.ts';
import { type AppliedDriftView, ApplyDriftInput, type DriftPlan } from './schemas.ts';

const timeoutMs = 20_000;

/**
 * Does one thing about one difference, because somebody chose it. Errors: `not_found`; `conflict` when the difference is
 * gone or no longer what it was; `invalid_input` for a plan that this system does not have; whatever the system says.
 */
export const applyDrift = defineVerb({
  name: 'drift.resolve',
  permission: 'accounts:edit',
  input: ApplyDriftInput,
  async run(ctx, { driftId, plan, userId }): Promise<AppliedDriftView> {
    const { runtime, principal } = ctx;
    const em = runtime.orm.em.fork();
    const row = await requireFinding(em, principal.organizationId, driftId);
    const account = row.account ? await em.findOne(IntegrationAccount, { id: row.account }) : null;
    if (!plansOf(row, account?.status ?? null).includes(plan))
      throw invalidField('plan', 'is not possible here');
    const system = await openAccountSystem(runtime, principal.organizationId, row.provider);
    requireSame(row, system);
    try {
      const done = await perform({ ctx, row, account, system, userId }, plan);
      await close(ctx, row, plan);
      return done;
    } catch (error) {
      if (isPatchbayError(error)) await noteError(ctx, row, error.message);
      throw error;
    }
  },
});

type Applying = {
  ctx: Permitted;
  row: AccountDrift;
  account: IntegrationAccount | null;
  system: AccountSystem;
  userId: string | undefined;
};

const done = { outcome: 'done' as const, accountId: null };

async function perform(applying: Applying, plan: DriftPlan): Promise<AppliedDriftView> {
  const { ctx, row, account, system, userId } = applying;
  const { identifier, provider } = row;
  const { accounts } = system;
  const signal = AbortSignal.timeout(timeoutMs);
  const reason = 'drift';
  switch (plan) {
    case 'adopt': {
      if (!userId) throw invalidField('userId', 'Say whose account it is.');
      const adopted = await adoptAccount(ctx, { provider, personId: userId, identifier });
      return { ...done, accountId: adopted.account?.id ?? null };
    }
    case 'remove_outside':
      await requireNobodys(applying);
      await accounts.remove({ identifier, reason }, signal);
      return done;
    case 'suspend_outside':
      await requireNobodys(applying);
      await accounts.suspend({ identifier, reason }, signal);
      return { ...done, accountId: account?.id ?? null };
    case 'resume_outside':
      await requireNobodys(applying);
      await accounts.resume(identifier, signal);
      return { ...done, accountId: account?.id ?? null };
    case 'forget':
      await requireGone(applying, signal);
      await closeHere(applying);
      return done;
    case 'recreate':
      return recreate(applying, signal);
    case 'accept_outside':
      await takeState(applying);
      return { ...done, accountId: account?.id ?? null };
  }
}

/**
 * The account again under its old name, for the same person. Its secret is shown to nobody: whoever decides is rarely
 * whose account it is, and the person makes a new one.
 */
async function recreate(applying: Applying, signal: AbortSignal): Promise<AppliedDriftView> {
  const { ctx, row, account, system } = applying;
  if (!account) throw gone();
  await requireGone(applying, signal);
  const { runtime, principal } = ctx;
  const short = row.identifier.split('@')[0] ?? row.identifier;
  // Asked before anything is closed: a name that can no longer be had leaves everything as it is.
  const identifier = system.accounts.identifier(short, '');
  if (system.accounts.fold(identifier) !== row.identifierKey)
    throw new PatchbayError('conflict', `This system would make ${identifier} of that name now.`);
  const em = runtime.orm.em.fork();
  const person = await requirePerson(em, principal.organizationId, account.userId);
  await closeHere(applying);
  const accountId = await reserve(ctx, system, { person, identifier, input: {} });
  const asker = { state: 'gone' as const, token: null };
  const settled = await settleAccount(runtime, accountId, { asker });
  if (settled.outcome === 'failed') throw settled.error;
  return { outcome: settled.outcome === 'done' ? 'done' : 'started', accountId };
}

/** The settings may name another server by now. @throws PatchbayError `conflict` */
function requireSame(row: AccountDrift, { accounts }: AccountSystem): void {
  if (accounts.system === row.system) return;
  throw new PatchbayError('conflict', 'The integration is set up for another system now.');
}

/** Another organization may share the system and have made an account of this name. @throws PatchbayError `conflict` */
async function requireNobodys({ ctx, row }: Applying): Promise<void> {
  if (row.kind !== 'unclaimed') return;
  const { rows } = await sql`select 1 from integration_accounts
    where integration_type = ${row.provider} and system = ${row.system}
      and identifier_key = ${row.identifierKey} and (status <> 'deleted' or name_held)`.execute(
    ctx.runtime.orm.em.fork().getKysely(),
  );
  if (rows.length > 0) throw new PatchbayError('conflict', 'It is somebody’s account by now.');
}

/** @throws PatchbayError `conflict` when it is there again */
async function requireGone({ row, system }: Applying, signal: AbortSignal): Promise<void> {
  if (await system.accounts.find(row.identifier, signal))
    throw new PatchbayError('conflict', 'The account is there again.');
}

const gone = () => new PatchbayError('conflict', 'The account here is gone.');

/** Closes the account here whose counterpart is gone: its name is free there, so it is free here. */
async function closeHere({ ctx, account }: Applying): Promise<void> {
  const now = ctx.runtime.clock.now();
  if (!account) throw gone();
  await ctx.runtime.orm.em.fork().transactional(async (em) => {
    const closed = { status: 'deleted' as const, deletedAt: now, updatedAt: now, nameHeld: false };
    const { id, status } = account;
    const where = { id, status, operation: null };
    // Thrown inside, so that an account with something under way keeps its name.
    if ((await em.nativeUpdate(IntegrationAccount, where, closed)) === 0) throw gone();
    await forgetTyped(em, id);
  });
}

/** Here as it is there. */
async function takeState({ ctx, row, account }: Applying): Promise<void> {
  const { actor } = ctx.principal;
  if (!account || !row.there) throw gone();
  const { id, status } = account;
  const suspendedBy = row.there === 'suspended' && actor.type === 'user' ? actor.id : null;
  const changed = await ctx.runtime.orm.em
    .fork()
    .nativeUpdate(
      IntegrationAccount,
      { id, status, operation: null },
      { status: row.there, suspendedBy, updatedAt: ctx.runtime.clock.now() },
    );
  if (changed === 0) throw gone();
}

/** The difference is gone, and on record with what was chosen. */
const close = (ctx: Permitted, { id }: AccountDrift, plan: DriftPlan): Promise<void> =>
  change(ctx, async (em) => {
    const row = await em.findOneOrFail(AccountDrift, { id });
    row.resolvedAt = ctx.runtime.clock.now();
    row.lastError = null;
    const { provider } = row;
    const subject = { type: 'drift' as const, id };
    const details = { ...findingDetails(row), plan };
    return { value: undefined, audit: { action: 'drift.applied', subject, provider, details } };
  });

async function noteError(ctx: Permitted, { id }: AccountDrift, lastError: string): Promise<void> {
  await ctx.runtime.orm.em.fork().nativeUpdate(AccountDrift, { id }, { lastError });
}
