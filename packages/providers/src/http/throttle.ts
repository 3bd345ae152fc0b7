import type { Clock } from '@patchbay/core';
import { OutboundError } from './errors.ts';

/** A vendor's limit that counts all of our calls together, whatever host or account they go to. */
export type Throttle = { scope: string; perMinute: number };

type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Share of a minute's calls that may start at once; in no minute more than 7/6 of the rate start. */
const burstShare = 1 / 6;
/** No real queue is longer: a later turn means that the clock was set back. */
const longestQueueMs = 300_000;
const never = new AbortController().signal;

/** Spaces calls of one scope evenly (the generic cell rate algorithm), in the order they come. */
export function createThrottle({ clock, sleep }: { clock: Clock; sleep: Sleep }) {
  const nextAt = new Map<string, number>();

  return async function turn({ scope, perMinute }: Throttle, signal: AbortSignal = never) {
    const spacing = 60_000 / perMinute;
    const now = clock.now().getTime();
    const earliest = now - Math.floor(perMinute * burstShare) * spacing;
    const known = nextAt.get(scope) ?? earliest;
    const start = known > now + longestQueueMs ? earliest : Math.max(earliest, known);
    nextAt.set(scope, start + spacing);
    if (start <= now) return;
    try {
      await sleep(start - now, signal);
    } catch {
      throw new OutboundError('unreachable', 'The call was stopped before its turn.');
    }
  };
}
