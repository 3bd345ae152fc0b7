import { PatchbayError } from '@patchbay/core';
import type { IntegrationAccount } from '@patchbay/db';
import { accountsOf } from '@patchbay/providers';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { operate, requireHand, requireSettled } from './begin.ts';
import { mayEditOthers, requireAccount, requireNotSuspendedByOther } from './find.ts';
import { accountDetails } from './record.ts';
import { type AccountOutcomeView, type AccountRef, UpdateAccountInput } from './schemas.ts';
import { openAccountSystem, requireAccountProvider } from './system.ts';
import { viewAccount } from './view.ts';

/**
 * Suspends or resumes an account (`status`), changes what the provider lets change (`input`), or what callers keep
 * with it (`metadata`); one of the first two at a time. Errors: `invalid_input` for what the system cannot do,
 * `forbidden` for somebody else's without `accounts:edit` and for resuming what an admin suspended, `conflict` while
 * something is under way.
 */
export const updateAccount = defineVerb({
  name: 'accounts.update',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: UpdateAccountInput,
  async run(ctx, given): Promise<AccountOutcomeView> {
    const { status, input, metadata, reason, ...ref } = given;
    if (status !== undefined && input !== undefined) throw oneAtATime();
    const { organizationId } = ctx.principal;
    await requireHand(ctx, ref);
    requireAbility(given, mayEditOthers(ctx));
    if (metadata !== undefined) await keepMetadata(ctx, given, metadata);
    if (status === undefined && input === undefined) return asItStands(ctx, given);
    const system = await openAccountSystem(ctx.runtime, organizationId, ref.provider);
    if (input !== undefined) system.accounts.readUpdate(input);
    return operate(ctx, ref, (row) => {
      requireSettled(row);
      requireNotSuspendedByOther(ctx, row);
      if (input !== undefined) return { kind: 'update', payload: { input } };
      if (row.status === status) return null;
      const kind = status === 'suspended' ? 'suspend' : 'resume';
      return { kind, payload: { reason: reason ?? null } };
    });
  },
});

/** What is under way goes on by itself: settled here, its one-time secret would go to whoever did not ask for it. */
async function asItStands(ctx: Permitted, ref: AccountRef): Promise<AccountOutcomeView> {
  const { runtime, principal } = ctx;
  const row = await requireAccount(runtime.orm.em.fork(), principal.organizationId, ref);
  const outcome = row.operation ? 'under_way' : 'done';
  return { account: await viewAccount(runtime, row), outcome, secret: null };
}

type Given = { provider: string; status?: unknown; input?: unknown };

function requireAbility({ provider, status, input }: Given, isAdmin: boolean): void {
  const { about, accounts } = requireAccountProvider(provider);
  const declared = accountsOf({ ...(accounts && { accounts }) });
  const lacks = (field: string, what: string) =>
    new PatchbayError('invalid_input', `${about.name} does not support ${what}.`, {
      fields: { [field]: ['is not supported'] },
    });
  if (status !== undefined && !(declared?.suspend && declared.resume))
    throw lacks('status', 'suspending accounts');
  if (input === undefined) return;
  if (!declared?.update) throw lacks('input', 'updates of accounts');
  if (declared.update.audience === 'admin' && !isAdmin)
    throw new PatchbayError('forbidden', 'Only admins may do this.');
}

const oneAtATime = () =>
  new PatchbayError('invalid_input', 'Change the status or the input, not both at once.', {
    fields: { input: ['cannot be changed together with the status'] },
  });

/** What callers keep with it concerns no system, so it is done with one transaction. */
const keepMetadata = (
  ctx: Permitted,
  ref: { provider: string; accountId: string },
  metadata: IntegrationAccount['metadata'],
): Promise<void> =>
  change(ctx, async (em) => {
    const row = await requireAccount(em, ctx.principal.organizationId, ref, { lock: true });
    const details = await accountDetails(em, row);
    row.metadata = metadata;
    row.updatedAt = ctx.runtime.clock.now();
    return {
      value: undefined,
      audit: {
        action: 'account.updated',
        subject: { type: 'account', id: row.id },
        provider: row.provider,
        details: { ...details, changed: Object.keys(metadata) },
      },
    };
  });
