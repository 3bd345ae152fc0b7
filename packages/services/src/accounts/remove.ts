import { PatchbayError } from '@patchbay/core';
import { accountsOf } from '@patchbay/providers';
import { defineVerb } from '../kernel/index.ts';
import { operate, requireHand, requireSettled } from './begin.ts';
import { planCancel } from './cancel.ts';
import { requireNotSuspendedByOther } from './find.ts';
import { AccountChangeInput, type AccountOutcomeView } from './schemas.ts';
import { openAccountSystem, requireAccountProvider } from './system.ts';

/**
 * Removes an account at its system. What that leaves of the name, `abilities.removal` says; the row stays as `deleted`.
 * One that is not there yet is canceled. Errors as for update; a removed one stays removed.
 */
export const removeAccount = defineVerb({
  name: 'accounts.remove',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: AccountChangeInput,
  async run(ctx, { reason, ...ref }): Promise<AccountOutcomeView> {
    const provider = requireAccountProvider(ref.provider);
    const { status } = await requireHand(ctx, ref);
    const isThere = status === 'active' || status === 'suspended';
    if (isThere && !accountsOf(provider)?.remove) throw unsupported(provider.about.name);
    if (isThere) await openAccountSystem(ctx.runtime, ctx.principal.organizationId, ref.provider);
    return operate(ctx, ref, (row, em) => {
      requireNotSuspendedByOther(ctx, row);
      if (row.status === 'deleted') return null;
      if (row.status === 'provisioning') return planCancel(em, ctx, row);
      requireSettled(row);
      return { kind: 'remove', payload: { reason: reason ?? null } };
    });
  },
});

const unsupported = (name: string) =>
  new PatchbayError('invalid_input', `${name} does not support removing accounts.`);
