const retryableStatuses = new Set([408, 429, 502, 503, 504]);

export const isRetryableStatus = (status: number): boolean => retryableStatuses.has(status);

/** Reads `Retry-After` (RFC 9110: seconds or a date); anything else counts as absent. */
export function retryAfterSeconds(
  header: string | string[] | undefined,
  now: Date,
): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now.getTime()) / 1000);
}

const baseMs = 200;
const capMs = 2_000;

/** Full jitter: anything between nothing and the doubled bound, so that callers spread out. */
export const backoffMs = (attempt: number, random: () => number): number =>
  random() * Math.min(capMs, baseMs * 2 ** attempt);

/** Longest `Retry-After` that is waited out inside a call; a longer one is left to the caller. */
export const patienceMs = 3_000;
