import { PatchbayError } from '@patchbay/core';
import { IntegrationAccount } from '@patchbay/db';
import { defineVerb } from '../kernel/index.ts';
import { mayRead, ownId, requireAccount } from './find.ts';
import { type AccountDetailView, AccountRef, CurrentAccountInput } from './schemas.ts';
import { openAccountSystem } from './system.ts';
import { viewAccount } from './view.ts';

/** One account. Errors: `forbidden` for somebody else's without `accounts:read`, `not_found`. */
export const getAccount = defineVerb({
  name: 'accounts.get',
  permission: 'accounts:own',
  alternative: 'accounts:read',
  input: AccountRef,
  async run(ctx, ref): Promise<AccountDetailView> {
    const em = ctx.runtime.orm.em.fork();
    const row = await requireAccount(em, ctx.principal.organizationId, ref);
    if (mayRead(ctx, row.userId)) return viewAccount(ctx.runtime, row);
    throw new PatchbayError('forbidden', 'This is somebody else’s account.');
  },
});

/** The caller's own account with a provider. Errors: `forbidden` while it is paused, `not_found` without one. */
export const currentAccount = defineVerb({
  name: 'accounts.current',
  permission: 'accounts:own',
  input: CurrentAccountInput,
  async run(ctx, { provider }): Promise<AccountDetailView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    await openAccountSystem(runtime, organizationId, provider);
    const row = await runtime.orm.em.fork().findOne(IntegrationAccount, {
      organizationId,
      provider,
      userId: ownId(ctx),
      status: { $ne: 'deleted' },
    });
    if (row) return viewAccount(runtime, row);
    throw new PatchbayError('not_found', 'You have no account there.');
  },
});
