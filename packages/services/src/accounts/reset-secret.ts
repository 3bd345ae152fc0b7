import { PatchbayError } from '@patchbay/core';
import { accountsOf } from '@patchbay/providers';
import { defineVerb } from '../kernel/index.ts';
import { operate, requireOpenSystem, requireSettled } from './begin.ts';
import { requireNotSuspendedByOther } from './find.ts';
import { AccountChangeInput, type AccountOutcomeView } from './schemas.ts';
import { requireAccountProvider } from './system.ts';

/**
 * Makes a new secret, answered once and never again; the old one opens nothing from then on. Errors as for update,
 * and `conflict` for a suspended account: some systems would open it again by that.
 */
export const resetAccountSecret = defineVerb({
  name: 'accounts.resetSecret',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: AccountChangeInput,
  async run(ctx, { reason, ...ref }): Promise<AccountOutcomeView> {
    const provider = requireAccountProvider(ref.provider);
    const declared = accountsOf(provider);
    const secret = declared?.resetSecret && declared.secret?.generate();
    await requireOpenSystem(ctx, ref);
    if (!secret) throw unsupported(provider.about.name);
    return operate(ctx, ref, (row) => {
      requireSettled(row);
      requireNotSuspendedByOther(ctx, row);
      if (row.status === 'suspended') throw isSuspended();
      return { kind: 'reset_secret', payload: { secret, reason: reason ?? null } };
    });
  },
});

const unsupported = (name: string) =>
  new PatchbayError('invalid_input', `${name} does not support new passwords.`);
const isSuspended = () =>
  new PatchbayError('conflict', 'This account is suspended. Resume it first.');
