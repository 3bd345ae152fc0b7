import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';

export type Rate = { perMinute: number; burst: number };

/** A share of a bucket that all processes draw from. */
export type Lease = {
  readonly rate: Rate;
  /** Takes one token that is at hand; `false` when there is none. Never waits. */
  take(): boolean;
  /** Fetches tokens; answers the milliseconds until there can be one, `0` when there is one now. */
  fill(): Promise<number>;
};

/** The share of a second that one process takes at a time: few statements, and little left lying about. */
const chunkSeconds = 1;
const shortestPauseMs = 20;

/**
 * Tokens are leased from one row of PostgreSQL in chunks and spent here without asking again. So all processes
 * together never spend more than the bucket gives, whatever becomes of notifications, and a call on its way asks
 * nobody; a process that dies takes at most one chunk with it.
 */
export function createLease(orm: Orm, bucket: string, rate: Rate): Lease {
  const perSecond = rate.perMinute / 60;
  const chunk = Math.max(
    1,
    Math.min(Math.ceil(perSecond * chunkSeconds), Math.ceil(rate.burst / 4)),
  );
  let tokens = 0;
  let emptyUntil = 0;
  let filling: Promise<number> | null = null;

  const ask = async (): Promise<number> => {
    const now = performance.now();
    if (now < emptyUntil) return emptyUntil - now;
    const granted = await draw(orm, bucket, rate, chunk);
    tokens += granted;
    if (granted > 0) return 0;
    const pause = Math.max(shortestPauseMs, 1_000 / perSecond);
    emptyUntil = performance.now() + pause;
    return pause;
  };
  const fill = (): Promise<number> => {
    filling ??= ask().finally(() => {
      filling = null;
    });
    return filling;
  };

  return {
    rate,
    take() {
      if (tokens <= 0) return false;
      tokens -= 1;
      // The next chunk is on its way before this one is spent.
      if (tokens <= chunk / 2 && chunk > 1) fill().catch(() => undefined);
      return true;
    },
    fill: async () => (tokens > 0 ? 0 : fill()),
  };
}

/** Refills by the server's clock, which all processes share, and takes up to `wanted` whole tokens. */
async function draw(orm: Orm, bucket: string, rate: Rate, wanted: number): Promise<number> {
  const { burst, perMinute } = rate;
  const full = sql`least(${burst}::float8, coalesce(b.tokens, ${burst}::float8)
    + greatest(0, extract(epoch from clock_timestamp() - coalesce(b.refilled_at, clock_timestamp())))
      * ${perMinute}::float8 / 60)`;
  const first = Math.min(wanted, burst);
  const { rows } = await sql<{ granted: number }>`
    insert into rate_buckets as b (bucket, tokens, granted, refilled_at)
    values (${bucket}, ${burst - first}, ${first}, clock_timestamp())
    on conflict (bucket) do update set
      granted = least(${wanted}::int, floor(${full})::int),
      tokens = ${full} - least(${wanted}::int, floor(${full})::int),
      refilled_at = clock_timestamp(), updated_at = clock_timestamp()
    returning granted`.execute(orm.em.fork().getKysely());
  return rows[0]?.granted ?? 0;
}
