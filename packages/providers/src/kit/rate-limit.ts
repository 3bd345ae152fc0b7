import { retryAfterSeconds } from '../http/retry.ts';

type Headers = Record<string, string | string[] | undefined>;

/** What an answer says about its limit. Absent parts were not said. */
export type RateLimit = {
  limit?: number;
  remaining?: number;
  resetAt?: Date;
  retryAfterMs?: number;
  /** Limits are counted by this name where a provider has several. */
  bucket?: string;
};

export type RateLimitReader = (headers: Headers, status: number, now: Date) => RateLimit;

type Names = {
  limit?: string;
  used?: string;
  remaining?: string;
  /** `seconds`: until the window ends. `epoch`: seconds since 1970, fractions allowed. */
  reset?: { header: string; unit: 'seconds' | 'epoch' };
  bucket?: string;
  /** With this header an answer is about all buckets together. */
  global?: string;
  /** Besides `Retry-After`. */
  retryAfter?: string;
  /** How long a 429 that names no time is waited out. */
  waitSeconds?: number;
};

const textOf = (headers: Headers, name: string | undefined): string | undefined => {
  const value = name === undefined ? undefined : headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const numberOf = (headers: Headers, name: string | undefined): number | undefined => {
  const text = textOf(headers, name);
  return text !== undefined && /^\d{1,12}(\.\d{1,9})?$/.test(text.trim())
    ? Number(text)
    : undefined;
};

/** Nobody means a wait of more than a year; a longer one is a broken header. */
const longestWait = 31_536_000;

/** Reads a provider's headers by their names, written in lower case. */
export const rateLimitHeaders =
  (names: Names): RateLimitReader =>
  (headers, status, now) => {
    const remaining = numberOf(headers, names.remaining);
    const used = numberOf(headers, names.used);
    const total = used !== undefined && remaining !== undefined ? used + remaining : undefined;
    const reset = numberOf(headers, names.reset?.header);
    const wait =
      retryAfterSeconds(headers['retry-after'], now) ??
      retryAfterSeconds(names.retryAfter ? headers[names.retryAfter] : undefined, now) ??
      (status === 429 ? names.waitSeconds : undefined);
    const base = names.reset?.unit === 'epoch' ? 0 : now.getTime();
    return defined({
      limit: numberOf(headers, names.limit) ?? total,
      remaining,
      resetAt: reset === undefined ? undefined : new Date(base + reset * 1_000),
      retryAfterMs: wait === undefined || wait > longestWait ? undefined : Math.ceil(wait * 1_000),
      bucket:
        textOf(headers, names.global) === undefined
          ? textOf(headers, names.bucket)?.slice(0, 100)
          : undefined,
    });
  };

const defined = (limit: { [Key in keyof RateLimit]: RateLimit[Key] }): RateLimit =>
  Object.fromEntries(Object.entries(limit).filter(([, value]) => value !== undefined));

/** For providers that name nothing: the names most of the web uses. */
export const commonRateLimit = rateLimitHeaders({
  limit: 'x-ratelimit-limit',
  remaining: 'x-ratelimit-remaining',
});
