import { PatchbayError } from '@patchbay/core';
import { accountsOf } from '@patchbay/providers';
import { change, defineVerb } from '../kernel/index.ts';
import { requireSettled } from './begin.ts';
import {
  mayEditOthers,
  requireAccount,
  requireHandOn,
  requireNotSuspendedByOther,
} from './find.ts';
import { accountDetails } from './record.ts';
import { CustomOperationInput, type CustomResultView } from './schemas.ts';
import { openAccountSystem, requireAccountProvider, requireSameSystem } from './system.ts';

/** As long as an operation of an account may take. */
const timeoutMs = 20_000;

/**
 * Runs one of the operations that the provider declares for an account; its output follows the declaration. Errors:
 * `not_found` for an unknown operation, `forbidden` for one that is for admins, `invalid_input` naming `input.<path>`,
 * and whatever goes wrong at the system.
 */
export const customAccountOperation = defineVerb({
  name: 'accounts.custom',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: CustomOperationInput,
  async run(ctx, { operation: name, input, ...ref }): Promise<CustomResultView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    const row = await requireAccount(runtime.orm.em.fork(), organizationId, ref);
    requireHandOn(ctx, row.userId);
    requireAudience(ref.provider, name, mayEditOthers(ctx));
    requireSettled(row);
    requireNotSuspendedByOther(ctx, row);
    const system = await openAccountSystem(runtime, organizationId, ref.provider);
    requireSameSystem(row, system);
    const { accounts } = system;
    const request = { identifier: row.identifier, input };
    const result = await accounts.run(name, request, AbortSignal.timeout(timeoutMs));
    return change(ctx, async (em) => ({
      value: result,
      audit: {
        action: 'account.operation_run',
        subject: { type: 'account', id: row.id },
        provider: row.provider,
        details: { ...(await accountDetails(em, row)), operation: name },
      },
    }));
  },
});

function requireAudience(provider: string, name: string, isAdmin: boolean): void {
  const operations = accountsOf(requireAccountProvider(provider))?.operations ?? {};
  const found = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!found) throw new PatchbayError('not_found', 'These accounts have no such operation.');
  if (found.audience === 'own' || isAdmin) return;
  throw new PatchbayError('forbidden', 'Only admins may do this.');
}
