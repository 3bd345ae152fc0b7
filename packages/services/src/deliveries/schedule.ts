const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** After the first attempt, the second … the ninth: the example schedule of Standard Webhooks, ten over three days. */
const pauses = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
export const mostAttempts = pauses.length + 1;

/** A receiver that fails for so long is not sent to any more. */
export const patienceMs = 5 * day;
const longestAskedMs = day;

/** The breaker opens after so many failures in a row; its pause doubles up to the longest. */
const failuresToOpen = 5;
const firstPauseMs = 30 * second;
const longestPauseMs = 10 * minute;

export type PostResult =
  | { kind: 'answered'; status: number; retryAfterMs: number | null }
  | { kind: 'failed'; message: string }
  /** There is nothing to send any more. */
  | { kind: 'lost'; message: string };

export type Verdict = {
  outcome: 'delivered' | 'failed' | 'dead';
  /** For `failed` and `dead`. */
  error: string | null;
  dueAt: Date | null;
  /** The receiver asked that nothing is sent before. */
  askedUntil: Date | null;
  /** It answered 410: it wants no events any more. */
  isGone: boolean;
};

export type Tried = {
  /** This one included. */
  attempts: number;
  queuedAt: Date;
  now: Date;
  /** 0–1, for jitter. */
  random: number;
};

/** What follows from one attempt. Redirects are failures: the standard sends nothing after them. */
export function judge(result: PostResult, { attempts, queuedAt, now, random }: Tried): Verdict {
  const status = result.kind === 'answered' ? result.status : null;
  if (status !== null && status >= 200 && status < 300)
    return { outcome: 'delivered', error: null, dueAt: null, askedUntil: null, isGone: false };
  const asked = result.kind === 'answered' ? result.retryAfterMs : null;
  const askedMs = asked === null ? 0 : Math.min(asked, longestAskedMs);
  const pause = pauses[attempts - 1];
  const isLast =
    pause === undefined ||
    result.kind === 'lost' ||
    now.getTime() - queuedAt.getTime() > patienceMs;
  const waitMs = Math.max((pause ?? 0) * (1 + random / 5), askedMs);
  return {
    outcome: isLast && status !== 410 ? 'dead' : 'failed',
    error: result.kind === 'answered' ? `answered ${result.status}` : result.message,
    dueAt: isLast && status !== 410 ? null : new Date(now.getTime() + waitMs),
    askedUntil: askedMs > 0 ? new Date(now.getTime() + askedMs) : null,
    isGone: status === 410,
  };
}

/** Until when a receiver is left alone after so many failures in a row; null while the breaker stays closed. */
export function openUntil(failuresInRow: number, now: Date): Date | null {
  if (failuresInRow < failuresToOpen) return null;
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (failuresInRow - failuresToOpen));
  return new Date(now.getTime() + pause);
}

/** Whether the next delivery is a probe: one at a time until it arrives. */
export const isHalfOpen = (failuresInRow: number): boolean => failuresInRow >= failuresToOpen;

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3); null without one that can be read. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * second;
  const at = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
