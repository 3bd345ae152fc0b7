import type { Orm } from '@patchbay/db';
import type { Runtime } from '../kernel/index.ts';
import { brokenSentences } from './broken.ts';
import { condemn, refusedSettings } from './condemn.ts';
import { credentialCache } from './credential-cache.ts';
import { createGate } from './gate.ts';
import { CredentialError, type LiveCredential } from './live-credential.ts';
import { type LoadedCredential, loadCredential } from './load-credential.ts';
import { renew } from './renewal.ts';

/** Why a token is to be renewed: its end is near, or the provider refused it. */
export type RenewalCause = 'due' | 'rejected';

/** Below this a token may end under the call it is handed out for. */
const leastLifeMs = 10_000;
/** Longer than a token request may take, so that a waiter finds its result and not its beginning. */
const lockPatienceMs = 20_000;

/**
 * What to sign a call of an integration with, from the cache of the process. A token near its end is renewed in the
 * background while it is still good, and before the call when it is not. Changes count within a second everywhere.
 * @throws CredentialError
 */
export async function credentialFor(
  runtime: Runtime,
  organizationId: string,
  providerKey: string,
): Promise<LiveCredential> {
  const loaded = await load(runtime, organizationId, providerKey);
  const { live } = loaded;
  if (!live.token || !live.expiresAt) return live;
  const now = runtime.clock.now().getTime();
  const leftMs = live.expiresAt.getTime() - now;
  if (leftMs > leastLifeMs) {
    if (isDue(loaded, now)) void renewCredential(runtime, live, 'due').catch(() => undefined);
    return live;
  }
  // A short-lived token that nobody can renew is good to its last second.
  if (!loaded.canRenew && leftMs > 0) return live;
  return renewCredential(runtime, live, 'due');
}

const load = (runtime: Runtime, organizationId: string, providerKey: string) =>
  credentialCache(runtime).read(organizationId, providerKey, () =>
    loadCredential(runtime, organizationId, providerKey),
  );

const isDue = ({ refreshAt, retryAt }: LoadedCredential, now: number): boolean =>
  refreshAt !== null &&
  refreshAt.getTime() <= now &&
  (retryAt === null || retryAt.getTime() <= now);

type Flights = Map<string, Promise<LiveCredential>>;
const flightsOf = new WeakMap<Orm, Flights>();
/** Each renewal holds a connection of the pool; the others are for everything else. */
const gates = new WeakMap<Orm, ReturnType<typeof createGate>>();
const renewalsAtOnce = 3;

/**
 * A newer credential than `live`: the one that somebody else renewed meanwhile, or one that is asked for now. All
 * callers of a process share one renewal, all processes one token request. `rejected` says that the provider
 * refused it (401): what cannot be renewed then stands as broken.
 * @throws CredentialError `needs_reconnection` when only a new consent helps, `unavailable` when it may work later
 */
export async function renewCredential(
  runtime: Runtime,
  live: LiveCredential,
  cause: RenewalCause,
): Promise<LiveCredential> {
  const flights = flightsOf.get(runtime.orm) ?? new Map();
  flightsOf.set(runtime.orm, flights);
  const name = `${live.integrationId}/${live.generation}/${cause}`;
  const flying = flights.get(name);
  if (flying) return flying;
  const gate = gates.get(runtime.orm) ?? createGate(renewalsAtOnce);
  gates.set(runtime.orm, gate);
  const flight = gate(() => fly(runtime, live, cause)).finally(() => flights.delete(name));
  flights.set(name, flight);
  return flight;
}

async function fly(
  runtime: Runtime,
  live: LiveCredential,
  cause: RenewalCause,
): Promise<LiveCredential> {
  const { organizationId, provider } = live;
  const reread = () => {
    credentialCache(runtime).forget(organizationId);
    return load(runtime, organizationId, provider);
  };
  const current = await reread();
  if (isAnother(current.live, live)) return current.live;
  if (!current.canRenew) return withoutRenewal(runtime, live, cause);
  const urgent = cause === 'rejected';
  const result = await renew(runtime, live, { patienceMs: lockPatienceMs, urgent });
  if (result.outcome === 'dead') {
    await condemn(runtime, live, result.reason);
    credentialCache(runtime).forget(organizationId);
    const moved = await load(runtime, organizationId, provider);
    if (isAnother(moved.live, live)) return moved.live;
    throw needsReconnection(brokenSentences[result.reason]);
  }
  const after = await reread();
  if (isAnother(after.live, live)) return after.live;
  // The token in use stays good until its end, whatever keeps the token endpoint from answering.
  if (cause === 'due' && isAlive(runtime, live)) return live;
  const retryAt = result.outcome === 'kept' ? result.retryAt : null;
  throw new CredentialError('unavailable', waitUntil(runtime, retryAt));
}

/** A connection that was ended and made anew counts its generations from the start, but moves the revision on. */
const isAnother = (found: LiveCredential, live: LiveCredential): boolean =>
  found.generation !== live.generation || found.revision !== live.revision;

/** Nothing to renew with: a token that ran out or was refused ends the connection. */
async function withoutRenewal(
  runtime: Runtime,
  live: LiveCredential,
  cause: RenewalCause,
): Promise<LiveCredential> {
  if (cause === 'due' && isAlive(runtime, live)) return live;
  const reason = cause === 'rejected' ? 'rejected' : 'expired';
  await condemn(runtime, live, reason);
  credentialCache(runtime).forget(live.organizationId);
  throw needsReconnection(live.token ? brokenSentences[reason] : refusedSettings);
}

const isAlive = ({ clock }: Runtime, { expiresAt }: LiveCredential): boolean =>
  expiresAt === null || expiresAt > clock.now();

const needsReconnection = (message: string) =>
  new CredentialError('needs_reconnection', { message });

function waitUntil({ clock }: Runtime, retryAt: Date | null) {
  if (!retryAt) return {};
  const seconds = Math.ceil((retryAt.getTime() - clock.now().getTime()) / 1_000);
  return { retryAfterSeconds: Math.max(1, seconds) };
}
