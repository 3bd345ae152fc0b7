import type { Context } from 'hono';

export const faults = [
  '401',
  '403',
  '429',
  '500',
  'timeout',
  'slow',
  'garbage',
  'oversized',
] as const;
export type Fault = (typeof faults)[number];

/** `times` counts down with every request that meets the fault; `null` stays until it is cleared. */
export type FaultSetting = { fault: Fault; times: number | null; retryAfterSeconds: number };

const slowMs = 1_500;
const oversizedBytes = 8_000_000;
const defaultRetryAfterSeconds = 30;

/** `sandbox-syncro-7-fault-429` is tenant 7 with a fault that never ends. */
export const faultInName = (credential: string): Fault | null => {
  const word = /-fault-([a-z0-9]+)$/.exec(credential)?.[1];
  return faults.find((fault) => fault === word) ?? null;
};

export function createFaults() {
  const settings = new Map<string, FaultSetting>();
  return {
    set(credential: string, setting: Partial<FaultSetting> & { fault: Fault }) {
      settings.set(credential, {
        times: null,
        retryAfterSeconds: defaultRetryAfterSeconds,
        ...setting,
      });
    },
    clear: (credential?: string) =>
      credential === undefined ? settings.clear() : settings.delete(credential),
    /** The fault that this request meets, counted down. */
    take(credential: string): Omit<FaultSetting, 'times'> | null {
      const setting = settings.get(credential);
      if (!setting) {
        const fault = faultInName(credential);
        return fault && { fault, retryAfterSeconds: defaultRetryAfterSeconds };
      }
      if (setting.times !== null) {
        setting.times -= 1;
        if (setting.times <= 0) settings.delete(credential);
      }
      return setting;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;

/** The answer of a fault, or `null` when the request goes on (after a pause, for `slow`). */
export async function faultAnswer(
  context: Context,
  met: { fault: Fault; retryAfterSeconds: number },
): Promise<Response | null> {
  switch (met.fault) {
    case '401':
      return context.json({ error: 'Unauthorized' }, 401);
    case '403':
      return context.json({ error: 'Forbidden' }, 403);
    case '429':
      return context.json({ error: 'Too many requests' }, 429, {
        'retry-after': String(met.retryAfterSeconds),
      });
    case '500':
      return context.text('Internal Server Error', 500);
    case 'timeout':
      return silence(context.req.raw.signal);
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, slowMs));
      return null;
    case 'garbage':
      return context.html('<!doctype html><title>Maintenance</title><p>Back soon.</p>');
    case 'oversized':
      return context.body(`{"padding":"${'x'.repeat(oversizedBytes)}"}`, 200, {
        'content-type': 'application/json',
      });
  }
}

/** Says nothing until the caller gives up. */
const silence = (signal: AbortSignal): Promise<Response> =>
  new Promise((resolve) => {
    const end = () => resolve(new Response(null, { status: 504 }));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
