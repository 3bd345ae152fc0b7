import { createHash } from 'node:crypto';
import { PatchbayError } from '@patchbay/core';
import { sql } from 'kysely';
import type { IdentityDatabase } from './database.ts';

/** So many attempts within a window, which starts with the first of them. */
export type Limit = { key: string; max: number };

const windowMs = 15 * 60_000;
const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
const accountKey = (email: string) => `sign-in|${digest(email.trim().toLowerCase())}`;

/**
 * Failed sign-ins: five for one account from one place, and a wider net for guesses spread over accounts
 * or over places. So nobody far away locks a person out with five wrong passwords.
 */
export const signInLimits = (email: string, address: string): Limit[] => [
  { key: `${accountKey(email)}|${address}`, max: 5 },
  { key: accountKey(email), max: 50 },
  { key: `sign-in|${address}`, max: 50 },
];

/** Wide enough for an office that joins on one morning behind one address. */
export const signUpLimits = (address: string): Limit[] => [{ key: `sign-up|${address}`, max: 100 }];

export const changePasswordLimits = (address: string): Limit[] => [
  { key: `change-password|${address}`, max: 20 },
];

export const confirmPasswordLimits = (userId: string, address: string): Limit[] => [
  { key: `confirm-password|${userId}`, max: 10 },
  { key: `confirm-password|${address}`, max: 20 },
];

type Counted = { key: string; count: number; lastRequest: string };

/**
 * Counts an attempt against every limit in one statement, before it is made, so that parallel guesses
 * cannot slip through. Refuses with `rate_limited` and the seconds to wait.
 */
export async function spend(db: IdentityDatabase, limits: Limit[], now: Date): Promise<void> {
  // Sorted, since statements that lock the same rows must lock them in the same order.
  const ordered = limits.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const started = now.getTime();
  const rows = ordered.map(({ key }) => sql`(${key}, 1, ${started}::bigint)`);
  const over = sql`held."lastRequest" <= ${started - windowMs}::bigint`;
  const { rows: counted } = await sql<Counted>`
    insert into auth."rateLimit" as held ("key", "count", "lastRequest") values ${sql.join(rows)}
    on conflict ("key") do update set
      "count" = case when ${over} then 1 else least(held."count" + 1, 1000000) end,
      "lastRequest" = case when ${over} then excluded."lastRequest" else held."lastRequest" end
    returning "key", "count", "lastRequest"`.execute(db);
  if (counted.some(({ count }) => count === 1)) await forgetOld(db, now);
  const waits = counted.flatMap(({ key, count, lastRequest }) => {
    const max = limits.find((limit) => limit.key === key)?.max ?? 0;
    return count > max ? [Math.ceil((Number(lastRequest) + windowMs - started) / 1000)] : [];
  });
  if (waits.length > 0) throw tooMany(Math.max(1, ...waits));
}

/** After a success: the account is trusted again, and the place gets back the attempt it spent. */
export async function giveBack(db: IdentityDatabase, email: string, address: string) {
  const [pair, account, place] = signInLimits(email, address).map(({ key }) => key);
  await sql`with forgiven as (delete from auth."rateLimit" where "key" in (${pair}, ${account}))
    update auth."rateLimit" set "count" = greatest("count" - 1, 0) where "key" = ${place}`.execute(
    db,
  );
}

const forgetOld = (db: IdentityDatabase, now: Date) =>
  sql`delete from auth."rateLimit" where "lastRequest" < ${now.getTime() - 4 * windowMs}`.execute(
    db,
  );

const tooMany = (seconds: number) =>
  new PatchbayError(
    'rate_limited',
    `Too many attempts. Try again in ${Math.ceil(seconds / 60)} min.`,
    {
      retryAfterSeconds: seconds,
    },
  );
