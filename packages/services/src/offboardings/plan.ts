import { isPatchbayError } from '@patchbay/core';
import { type IntegrationAccount, User } from '@patchbay/db';
import { openAccountSystem } from '../accounts/system.ts';
import { defineVerb, type Permitted } from '../kernel/index.ts';
import { requireAnotherOwner, requireMember, requireOwner } from '../members/find.ts';
import { accountsOfPerson, isNowhere, keysOfPerson, removalOf, viewPlanned } from './planned.ts';
import { type OffboardingPlanView, PlanOffboardingInput } from './schemas.ts';

/**
 * What offboarding a member would do: every account and what becomes of it, and the keys they made. Changes nothing
 * and calls no system. Errors: `not_found`.
 */
export const planOffboarding = defineVerb({
  name: 'offboardings.plan',
  permission: 'members:edit',
  input: PlanOffboardingInput,
  run: (ctx, { memberId }): Promise<OffboardingPlanView> =>
    // A transaction only for the lock that keeps owners from changing under the question.
    ctx.runtime.orm.em.fork().transactional(async (em) => {
      const { runtime, principal } = ctx;
      const { organizationId } = principal;
      const target = await requireMember(em, organizationId, { id: memberId });
      const { member, owners } = target;
      const user = await em.findOneOrFail(User, member.userId);
      const accounts = await accountsOfPerson(em, organizationId, user.id);
      const keys = await keysOfPerson(em, organizationId, user.id, runtime.clock.now());
      const outside = accounts.filter((account) => !isNowhere(account));
      const plans = await Promise.all(outside.map((account) => planOf(ctx, account)));
      return {
        memberId,
        person: { userId: user.id, name: user.name, email: user.email },
        accounts: outside.map((account, index) => viewPlanned(account, plans[index])),
        keys: keys.map((key) => ({
          id: key.id,
          name: key.name,
          prefix: key.prefix,
          lastUsedAt: key.lastUsedAt ?? null,
        })),
        refusal: refusalOf(() => {
          if (member.role !== 'owner') return;
          requireOwner(principal, owners);
          requireAnotherOwner(target);
        }),
      };
    }),
});

/** What the settings of this very system make of it, if they can be opened. */
async function planOf({ runtime, principal }: Permitted, { provider }: IntegrationAccount) {
  const usual = removalOf(provider);
  if (usual === 'manual') return usual;
  const options = { evenDisabled: true };
  const system = await openAccountSystem(
    runtime,
    principal.organizationId,
    provider,
    options,
  ).catch(() => null);
  if (system && !system.accounts.declared.remove) return 'manual';
  return system?.accounts.leaves ?? usual;
}

function refusalOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (isPatchbayError(error)) return error.message;
    throw error;
  }
}
