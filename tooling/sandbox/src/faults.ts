import type { Context } from 'hono';
import { boundedMap } from './bounded-map.ts';

/** What a call to an API can meet. */
export const callFaults = [
  '401',
  '403',
  '429',
  '500',
  'timeout',
  'slow',
  'garbage',
  'oversized',
  'missing_scope',
] as const;
export type CallFault = (typeof callFaults)[number];

/** What a request to a token endpoint can meet; the last two concern refreshes only. */
export const tokenFaults = [
  'token_down',
  'token_429',
  'token_timeout',
  'token_slow',
  'token_garbage',
  'invalid_grant',
  'drop_after_refresh',
] as const;
export type TokenFault = (typeof tokenFaults)[number];

export const faults = [...callFaults, ...tokenFaults] as const;
export type Fault = CallFault | TokenFault;

/** `times` counts down with every request that meets the fault; `null` stays until it is cleared. */
export type FaultSetting = { fault: Fault; times: number | null; retryAfterSeconds: number };
export type MetFault<Word extends Fault> = { fault: Word; retryAfterSeconds: number };

/** The vendor's own body for a refusal; `null` for a fault it has no words for. */
export type FaultShape = (
  context: Context,
  fault: '401' | '403' | '429' | '500' | 'missing_scope',
  retryAfterSeconds: number,
) => Response | null;

const slowMs = 1_500;
const oversizedBytes = 8_000_000;
const defaultRetryAfterSeconds = 30;

/** `sandbox-syncro-7-fault-429` is tenant 7 with a fault that never ends. */
export const faultInName = (credential: string): CallFault | null => {
  const word = /fault-?([a-z0-9_]+)$/.exec(credential)?.[1];
  return callFaults.find((fault) => fault === word) ?? null;
};

export function createFaults() {
  const settings = boundedMap<FaultSetting>(5_000);
  const keyOf = (credential: string, fault: Fault) =>
    `${isTokenFault(fault) ? 'token' : 'call'} ${credential}`;

  /** The first fault among the keys that is one of `words`, counted down. */
  function take<Word extends Fault>(
    keys: readonly string[],
    words: readonly Word[],
  ): MetFault<Word> | null {
    for (const key of keys) {
      for (const kind of ['token', 'call']) {
        const setting = settings.get(`${kind} ${key}`);
        const fault = words.find((word) => word === setting?.fault);
        if (!setting || !fault) continue;
        if (setting.times !== null) setting.times -= 1;
        if (setting.times !== null && setting.times <= 0) settings.delete(`${kind} ${key}`);
        return { fault, retryAfterSeconds: setting.retryAfterSeconds };
      }
    }
    return null;
  }

  return {
    set(credential: string, setting: Partial<FaultSetting> & { fault: Fault }) {
      settings.set(keyOf(credential, setting.fault), {
        times: null,
        retryAfterSeconds: defaultRetryAfterSeconds,
        ...setting,
      });
    },
    clear(credential?: string): void {
      if (credential === undefined) settings.clear();
      settings.delete(`token ${credential}`);
      settings.delete(`call ${credential}`);
    },
    takeToken: <const Word extends TokenFault>(keys: readonly string[], words: readonly Word[]) =>
      take(keys, words),
    takeCall(keys: readonly string[]): MetFault<CallFault> | null {
      const set = take(keys, callFaults);
      if (set) return set;
      for (const key of keys) {
        const fault = faultInName(key);
        if (fault) return { fault, retryAfterSeconds: defaultRetryAfterSeconds };
      }
      return null;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;

const isTokenFault = (fault: Fault): fault is TokenFault =>
  tokenFaults.some((word) => word === fault);

/** The answer of a fault, or `null` when the request goes on (after a pause, for `slow`). */
export async function faultAnswer(
  context: Context,
  met: MetFault<CallFault>,
  shape?: FaultShape,
): Promise<Response | null> {
  switch (met.fault) {
    case 'timeout':
      return silence(context.req.raw.signal);
    case 'slow':
      await pause();
      return null;
    case 'garbage':
      return maintenance(context);
    case 'oversized':
      return context.body(`{"padding":"${'x'.repeat(oversizedBytes)}"}`, 200, {
        'content-type': 'application/json',
      });
    default:
      return (
        shape?.(context, met.fault, met.retryAfterSeconds) ??
        plainRefusal(context, met.fault, met.retryAfterSeconds)
      );
  }
}

function plainRefusal(
  context: Context,
  fault: '401' | '403' | '429' | '500' | 'missing_scope',
  retryAfterSeconds: number,
): Response {
  if (fault === '401') return context.json({ error: 'Unauthorized' }, 401);
  if (fault === '429')
    return context.json({ error: 'Too many requests' }, 429, {
      'retry-after': String(retryAfterSeconds),
    });
  if (fault === '500') return context.text('Internal Server Error', 500);
  return context.json({ error: 'Forbidden' }, 403);
}

export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, slowMs));

export const maintenance = (context: Context): Response =>
  context.html('<!doctype html><title>Maintenance</title><p>Back soon.</p>') as Response;

/** Says nothing until the caller gives up. */
export const silence = (signal: AbortSignal): Promise<Response> =>
  new Promise((resolve) => {
    const end = () => resolve(new Response(null, { status: 504 }));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
