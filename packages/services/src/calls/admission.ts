import { IntegrationError } from './integration-error.ts';
import type { Lease } from './lease.ts';
import { routeOf, routeWait } from './route-holds.ts';
import type { CallTarget } from './target.ts';

/** One integration must not take every connection and all memory of a process. */
const mostInFlight = 512;
/** A turn that comes sooner is waited for; a later one is left to the caller. */
const patienceMs = 2_000;

export type AdmittedCall = { target: CallTarget; method: string; endpoint: string };

/**
 * Asks everything that may hold a call back, in the order of what costs the provider most. `null` when it may go
 * at once, a promise when its turn has to be waited for. Whoever is let through counts as under way.
 * @throws IntegrationError `circuit_open`, `rate_limited`, `limited`
 */
export function admit(call: AdmittedCall, now: number): Promise<void> | null {
  const { target } = call;
  const { holds, host } = target;
  const { account, own, vendor } = holds;
  if (account.blockedUntil > now) {
    throw refused('rate_limited', `${host} asked to wait.`, account.blockedUntil - now);
  }
  if (account.routes.size > 0) {
    const wait = routeWait(account.routes, routeOf(call), now);
    if (wait > 0) throw refused('rate_limited', `${host} asked to wait with this path.`, wait);
  }
  if (holds.inFlight >= mostInFlight) {
    throw refused('limited', `${mostInFlight} calls of this integration are under way.`, 1_000);
  }
  const pause = holds.breaker.wait(now);
  if (pause > 0) {
    throw refused('circuit_open', `${host} failed too often and is left alone for now.`, pause);
  }
  holds.inFlight += 1;
  if (own?.mode === 'observe') observe(target, own.lease);
  const enforced = own?.mode === 'enforce' ? own.lease : null;
  if (enforced === null || enforced.take()) {
    return vendor === null || vendor.take() ? null : turns(target, null, vendor);
  }
  return turns(target, enforced, vendor);
}

function observe({ holds }: CallTarget, lease: Lease): void {
  if (lease.take()) return;
  lease
    .fill()
    .then(() => {
      if (!lease.take()) holds.over += 1;
    })
    .catch(() => undefined);
}

async function turns(
  { holds }: CallTarget,
  own: Lease | null,
  vendor: Lease | null,
): Promise<void> {
  try {
    if (own) await turn(own, 'The limit that this organization has set is reached.');
    if (vendor)
      await turn(vendor, 'The provider counts all calls together, and they are too many.');
  } catch (error) {
    holds.inFlight -= 1;
    holds.breaker.note(null, 0);
    if (own) holds.over += 1;
    throw error;
  }
}

/** Takes a token, after a while if need be. */
async function turn(lease: Lease, problem: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!lease.take()) {
    const pause = await lease.fill();
    if (pause === 0) continue;
    if (performance.now() + pause > deadline) throw refused('limited', problem, pause);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

const refused = (code: 'circuit_open' | 'rate_limited' | 'limited', problem: string, ms: number) =>
  new IntegrationError(code, problem, { retryAfterSeconds: Math.max(1, Math.ceil(ms / 1_000)) });
