import { IntegrationLimit } from '@patchbay/db';
import { requireIntegration } from '../integrations/find.ts';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { readAccount } from './account-limit.ts';
import { callsOf } from './calls.ts';
import { LimitsInput, type LimitsView, SetLimitsInput } from './schemas.ts';

/** What holds calls of an integration back just now, as far as the asked process knows. Errors: `not_found`. */
export const getLimits = defineVerb({
  name: 'calls.limits',
  permission: 'settings:read',
  input: LimitsInput,
  run: (ctx, { provider }): Promise<LimitsView> => viewLimits(ctx, provider),
});

async function viewLimits(
  { runtime, principal }: Permitted,
  provider: string,
): Promise<LimitsView> {
  const em = runtime.orm.em.fork();
  const { row } = await requireIntegration(em, principal.organizationId, { provider });
  const own = await em.findOne(IntegrationLimit, { integration: row.id });
  const calls = callsOf(runtime);
  const holds = calls.holds.find(row.id);
  if (holds) await readAccount(runtime.orm, holds.account);
  const { mode, perMinute, burst } = own ?? {};
  return {
    own: mode && perMinute && burst ? { mode, perMinute, burst } : null,
    over: holds?.over ?? 0,
    provider: {
      limit: holds?.account.limit ?? null,
      remaining: holds?.account.remaining ?? null,
      resetAt: momentOf(holds?.account.resetAt),
      blockedUntil: momentOf(holds?.account.blockedUntil),
    },
    breaker: holds?.breaker.state(runtime.clock.now().getTime()) ?? {
      state: 'closed',
      retryAt: null,
    },
    log: { enabled: calls.usageLogging, ...calls.log.counts() },
  };
}

const momentOf = (at: number | undefined): Date | null => (at ? new Date(at) : null);

/** Sets or takes away an integration's own limit; every process knows it within a second. Errors: `not_found`. */
export const setLimits = defineVerb({
  name: 'calls.setLimits',
  permission: 'settings:edit',
  input: SetLimitsInput,
  async run(ctx, { provider, limits }): Promise<LimitsView> {
    await change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const { row } = await requireIntegration(em, organizationId, { provider }, { lock: true });
      const known = await em.findOne(IntegrationLimit, { integration: row.id });
      const before = known && {
        mode: known.mode,
        perMinute: known.perMinute,
        burst: known.burst,
      };
      const burst = limits?.burst ?? Math.max(1, Math.floor((limits?.perMinute ?? 0) / 10));
      const after = limits && { ...limits, burst };
      if (JSON.stringify(before) === JSON.stringify(after)) {
        return { value: null, audit: 'unchanged' };
      }
      const updatedAt = ctx.runtime.clock.now();
      if (known) em.remove(known);
      await em.flush();
      if (after) {
        em.create(IntegrationLimit, { integration: row.id, organizationId, ...after, updatedAt });
      }
      return {
        value: null,
        audit: {
          action: 'updated',
          subject: { type: 'integration', id: row.id },
          provider,
          details: { before: { limits: before }, after: { limits: after } },
        },
      };
    });
    return viewLimits(ctx, provider);
  },
});
