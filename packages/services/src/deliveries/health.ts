import type { Lane } from './lanes.ts';
import { openUntil, patienceMs, type Verdict } from './schedule.ts';

/** How a receiver stands after its newest attempt. */
export type LaneHealth = {
  failuresInRow: number;
  failingSince: Date | null;
  /** Nothing is sent before: the breaker is open, or the receiver asked to wait. */
  heldUntil: Date | null;
};

export const healthOfLane = ({ failuresInRow, failingSince }: Lane): LaneHealth => ({
  failuresInRow,
  failingSince: failingSince === null ? null : new Date(failingSince),
  heldUntil: null,
});

export function healthAfter(health: LaneHealth, verdict: Verdict, now: Date): LaneHealth {
  if (verdict.outcome === 'delivered')
    return { failuresInRow: 0, failingSince: null, heldUntil: null };
  const failuresInRow = health.failuresInRow + 1;
  const holds = [verdict.askedUntil, openUntil(failuresInRow, now)].filter((at) => at !== null);
  const heldUntil = holds.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null;
  return { failuresInRow, failingSince: health.failingSince ?? now, heldUntil };
}

export const isHeld = ({ heldUntil }: LaneHealth, now: Date): boolean =>
  heldUntil !== null && heldUntil > now;

/** Whether it has failed for so long that sending ends. */
export const isHopeless = ({ failingSince }: LaneHealth, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() > patienceMs;
