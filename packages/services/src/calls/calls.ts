import type { Principal } from '@patchbay/core';
import type { Orm } from '@patchbay/db';
import { OutboundError, type RateLimit, rateLimitOf } from '@patchbay/providers';
import { credentialCache } from '../connections/credential-cache.ts';
import { credentialFor, renewCredential } from '../connections/credential-for.ts';
import type { LiveCredential } from '../connections/live-credential.ts';
import type { LiveEvent, Runtime } from '../kernel/index.ts';
import { findApiKey } from '../keys/resolve.ts';
import { noteLimit, writeAccounts } from './account-limit.ts';
import { type AdmittedCall, admit } from './admission.ts';
import { publishBlock } from './block-event.ts';
import { createHoldsBook, type HoldsBook } from './holds.ts';
import { createLogBuffer, type LogBuffer } from './log-buffer.ts';
import { createMemory } from './memory.ts';
import type { CallRecord } from './record.ts';
import { toIntegrationError } from './refusals.ts';
import { routeOf } from './route-holds.ts';
import { buildTarget, type CallTarget, type Holds } from './target.ts';
import { stampUses } from './use-stamps.ts';

export type CallsOptions = {
  /** `INTEGRATIONS_USAGE_LOGGING_ENABLED`. */
  usageLogging: boolean;
  /** Told about trouble beside the calls: a batch that could not be written, a status that could not be set. */
  onError?: (error: unknown) => void;
};

type Headers = Record<string, string | string[] | undefined>;

/** The call pipeline of one process: what is remembered between calls, and what follows from them. */
export type Calls = {
  readonly usageLogging: boolean;
  /** The program behind an API key, at once when it is remembered. Rejects with `unauthenticated`. */
  principalOf(key: string, digest: string): Principal | Promise<Principal>;
  /** An organization's integration ready for calls, at once when it is remembered. Rejects with IntegrationError. */
  target(organizationId: string, provider: string): CallTarget | Promise<CallTarget>;
  /** Lets a call through: `null` at once, or after a wait; throws or rejects with IntegrationError. */
  admit(call: AdmittedCall): Promise<void> | null;
  /**
   * A target with new credentials (or a new session) after the provider refused those of this one; `null` when there
   * are none, and then the integration stands as broken.
   */
  renew(target: CallTarget): Promise<CallTarget | null>;
  /** Notes that a renewed target was refused as well. Never rejects. */
  refusedAgain(target: CallTarget): Promise<void>;
  /** Reads the limits out of an answer. */
  answered(call: AdmittedCall, status: number, headers: Headers): void;
  /** Ends an admitted call: counts, breaker, log. Call it once for each. */
  finish(record: CallRecord): void;
  /** Puts a call on record that was not admitted. */
  turnedAway(record: CallRecord): void;
  holds: HoldsBook;
  log: LogBuffer;
  /** Takes what the channel `patchbay_events` says. */
  heard(event: LiveEvent): void;
  /** Says whether events arrive; a change forgets everything, since some may have been missed. */
  setListening(isListening: boolean): void;
  flush(): Promise<void>;
  /** Writes what waits. Calls after it are made, but not put on record. */
  close(): Promise<void>;
};

/** As long as events arrive, age only bounds the harm of a lost one. */
const heardAgeMs = 30_000;
/** A process that hears nothing looks often enough for a change to count within a second. */
const deafAgeMs = 500;
const beatMs = 1_000;
/** Tokens that end this soon are looked up again, so that they are renewed first. */
const renewAheadMs = 5_000;

/** Opens the pipeline of a process and makes it the one that verbs with this database use. */
export function openCalls(runtime: Runtime, options: CallsOptions): Calls {
  const { orm, clock } = runtime;
  const onError = options.onError ?? (() => undefined);
  let isListening = false;
  const ageMs = () => (isListening ? heardAgeMs : deafAgeMs);
  const keys = createMemory<{ principal: Principal; expiresAt: number }>({
    capacity: 10_000,
    ageMs,
  });
  const targets = createMemory<CallTarget>({ capacity: 10_000, ageMs });
  const holds = createHoldsBook(orm);
  const log = createLogBuffer(orm, onError);
  const used = new Set<CallTarget>();

  const build = async <Found>(load: () => Promise<Found>): Promise<Found> => {
    try {
      return await load();
    } catch (error) {
      const refusal = toIntegrationError(error);
      if (refusal.call === 'internal') onError(error);
      throw refusal;
    }
  };
  const nameOf = (organizationId: string, provider: string) => `${organizationId}/${provider}`;
  const fresh = (organizationId: string, provider: string) =>
    build(async () => {
      const live = await credentialFor(runtime, organizationId, provider);
      return signedIn(live, await holds.open(live));
    });
  /** A provider with sessions is asked for one here, and may refuse the credentials already. */
  const signedIn = async (live: LiveCredential, held: Holds): Promise<CallTarget> => {
    try {
      return await buildTarget(runtime, live, held);
    } catch (error) {
      const isRefused = error instanceof OutboundError && error.kind === 'auth' && error.status;
      if (isRefused) await renewCredential(runtime, live, 'rejected').catch(() => undefined);
      throw error;
    }
  };

  const beat = async () => {
    const dirty = [...holds.accounts()].filter(({ isDirty }) => isDirty);
    await writeAccounts(orm, dirty).catch(onError);
    const uses = [...used];
    used.clear();
    await stampUses(orm, uses).catch(onError);
  };
  const timer = setInterval(() => void beat(), beatMs).unref();

  const calls: Calls = {
    usageLogging: options.usageLogging,
    holds,
    log,
    principalOf(key, digest) {
      const known = keys.peek(digest);
      if (known && clock.now().getTime() < known.expiresAt) return known.principal;
      if (known) keys.forget((other) => other === known);
      return keys.get(digest, () => findApiKey(orm, clock, key)).then(({ principal }) => principal);
    },
    target(organizationId, provider) {
      const name = nameOf(organizationId, provider);
      const known = targets.peek(name);
      if (known && known.expiresAt - renewAheadMs > Date.now()) return known;
      if (known) targets.forget((target) => target === known);
      return targets.get(name, () => fresh(organizationId, provider));
    },
    admit: (call) => admit(call, clock.now().getTime()),
    async renew(target) {
      targets.forget((other) => other === target);
      const { organizationId, provider } = target;
      const name = nameOf(organizationId, provider.key);
      if (target.isLogin) return targets.get(name, () => fresh(organizationId, provider.key));
      return build(async () => {
        const live = await renewCredential(runtime, target.live, 'rejected');
        return buildTarget(runtime, live, target.holds);
      }).catch(() => null);
    },
    async refusedAgain(target) {
      // A new token was just issued by the provider; whatever it refuses there, another one would not help.
      if (!target.isLogin) return;
      targets.forget((other) => other === target);
      await renewCredential(runtime, target.live, 'rejected').catch(() => undefined);
    },
    answered(call, status, headers) {
      const { target } = call;
      const said: RateLimit = rateLimitOf(
        target.provider,
        { status, headers: headers as Record<string, string | string[]> },
        clock.now(),
      );
      const { account } = target.holds;
      const answer = { said, status, route: routeOf(call) };
      if (noteLimit(account, answer, clock.now().getTime())) {
        void publishBlock(orm, target).catch(onError);
      }
    },
    finish(record) {
      const { holds: held } = record.target;
      held.inFlight -= 1;
      held.breaker.note(soundness(record), clock.now().getTime());
      held.usedAt = record.createdAt;
      if (held.usedAt - held.lastUsedAt >= 60_000) used.add(record.target);
      if (options.usageLogging) log.add(record);
    },
    turnedAway(record) {
      if (options.usageLogging) log.add(record);
    },
    heard(event) {
      if (event.type === 'blocked') {
        const account = holds.findAccount(event.bucket);
        if (account) account.blockedUntil = Math.max(account.blockedUntil, event.until);
        return;
      }
      credentialCache(runtime).heard(event);
      const { organizationId, subject, type } = event;
      if (subject.type === 'api_key' && type !== 'key_used') {
        keys.forget(({ principal }) => principal.organizationId === organizationId);
      }
      if (subject.type === 'integration' && type !== 'test_stage') {
        targets.forget((target) => target.organizationId === organizationId);
      }
    },
    setListening(isHearing) {
      credentialCache(runtime).setListening(isHearing);
      isListening = isHearing;
      keys.forgetAll();
      targets.forgetAll();
    },
    async flush() {
      await beat();
      await log.flush();
    },
    async close() {
      clearInterval(timer);
      await beat();
      await log.close();
    },
  };
  opened.set(orm, calls);
  return calls;
}

/** Whether an ended call speaks for the provider; refusals of ours and of callers say nothing. */
function soundness({ errorCode, httpStatus }: CallRecord): boolean | null {
  if (errorCode === 'unreachable' || errorCode === 'timeout') return false;
  if (httpStatus === 502 || httpStatus === 503 || httpStatus === 504) return false;
  if (httpStatus > 0) return true;
  return null;
}

const opened = new WeakMap<Orm, Calls>();

/** The pipeline of this process. One that was not opened is made here, without a log and hearing nothing. */
export function callsOf(runtime: Runtime): Calls {
  return opened.get(runtime.orm) ?? openCalls(runtime, { usageLogging: false });
}
