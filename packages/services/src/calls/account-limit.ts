import type { Orm } from '@patchbay/db';
import type { RateLimit } from '@patchbay/providers';
import { sql } from 'kysely';
import { holdRoute, type RouteHolds } from './route-holds.ts';

/** What a provider says about the limit of one remote account; times are Unix milliseconds, 0 for none. */
export type AccountLimit = {
  readonly bucket: string;
  limit: number | null;
  remaining: number | null;
  resetAt: number;
  blockedUntil: number;
  /** Waits of single routes, where the provider counts them apart. Only this process knows them. */
  readonly routes: RouteHolds;
  /** Whether something changed that other processes have not read yet. */
  isDirty: boolean;
};

/** A wait that a provider asks for is believed up to this. */
const longestBlockMs = 3_600_000;
/** A provider that refuses without a word about the time gets this much. */
const unnamedBlockMs = 1_000;

export const openAccount = (bucket: string): AccountLimit => ({
  bucket,
  limit: null,
  remaining: null,
  resetAt: 0,
  blockedUntil: 0,
  routes: new Map(),
  isDirty: false,
});

type Answered = { said: RateLimit; status: number; route: string };

/** Notes what an answer says; true when all calls of the account have to wait from now on. */
export function noteLimit(
  account: AccountLimit,
  { said, status, route }: Answered,
  now: number,
): boolean {
  if (said.limit !== undefined) account.limit = said.limit;
  if (said.remaining !== undefined) account.remaining = said.remaining;
  if (said.resetAt !== undefined) account.resetAt = said.resetAt.getTime();
  const until = blockOf(said, status, now);
  if (said.bucket !== undefined) {
    // The budget of some addresses only: the others need not wait for it.
    if (until > now) holdRoute(account.routes, route, until);
    account.isDirty ||= said.remaining !== undefined;
    return false;
  }
  account.isDirty ||= until > 0 || said.remaining !== undefined;
  if (until <= Math.max(account.blockedUntil, now)) return false;
  account.blockedUntil = until;
  return true;
}

/** Until when an answer asks to wait. A budget that is used up blocks until it starts anew. */
function blockOf(said: RateLimit, status: number, now: number): number {
  const reset = said.resetAt?.getTime() ?? 0;
  const asked = said.retryAfterMs === undefined ? 0 : now + said.retryAfterMs;
  const isRefused = status === 429 || (status === 503 && asked > 0);
  if (isRefused) return Math.min(asked || reset || now + unnamedBlockMs, now + longestBlockMs);
  const isSpent = said.remaining !== undefined && said.remaining < 1;
  return isSpent && reset > now ? Math.min(reset, now + longestBlockMs) : 0;
}

type Row = {
  limit: number | null;
  remaining: number | null;
  reset_at: Date | null;
  blocked_until: Date | null;
};

/** What other processes have learned about the account. */
export async function readAccount(orm: Orm, account: AccountLimit): Promise<void> {
  const { rows } = await sql<Row>`
    select "limit", remaining, reset_at, blocked_until from rate_buckets
    where bucket = ${account.bucket}`.execute(orm.em.fork().getKysely());
  const [row] = rows;
  if (!row || account.isDirty) return;
  account.limit = row.limit;
  account.remaining = row.remaining;
  account.resetAt = row.reset_at ? new Date(row.reset_at).getTime() : 0;
  const until = row.blocked_until ? new Date(row.blocked_until).getTime() : 0;
  account.blockedUntil = Math.max(account.blockedUntil, until);
}

/** Passes on what this process has learned; the longest block of all processes stands. */
export async function writeAccounts(orm: Orm, accounts: readonly AccountLimit[]): Promise<void> {
  if (accounts.length === 0) return;
  const rows = accounts.map((account) => {
    account.isDirty = false;
    return {
      bucket: account.bucket,
      limit: account.limit,
      remaining: account.remaining,
      reset_at: moment(account.resetAt),
      blocked_until: moment(account.blockedUntil),
    };
  });
  await sql`
    insert into rate_buckets as b (bucket, "limit", remaining, reset_at, blocked_until)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as v(bucket text, "limit" float8,
      remaining float8, reset_at timestamptz, blocked_until timestamptz) order by bucket
    on conflict (bucket) do update set "limit" = excluded."limit", remaining = excluded.remaining,
      reset_at = excluded.reset_at, updated_at = clock_timestamp(),
      blocked_until = greatest(b.blocked_until, excluded.blocked_until)`.execute(
    orm.em.fork().getKysely(),
  );
}

const moment = (at: number): string | null => (at > 0 ? new Date(at).toISOString() : null);
