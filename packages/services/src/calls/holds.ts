import type { IntegrationLimit, Orm } from '@patchbay/db';
import type { Provider } from '@patchbay/providers';
import { sql } from 'kysely';
import type { LiveCredential } from '../connections/live-credential.ts';
import { type AccountLimit, openAccount, readAccount } from './account-limit.ts';
import { createBreaker } from './breaker.ts';
import { createLease, type Lease, type Rate } from './lease.ts';
import { accountBucket, type Holds } from './target.ts';

/** Share of a minute that may start at once where a vendor names only the minute. */
const vendorBurst = 1 / 6;
const capacity = 20_000;

export type HoldsBook = {
  /** What holds an integration's calls back, with its limits as they are stored now. */
  open(live: LiveCredential): Promise<Holds>;
  accounts(): Iterable<AccountLimit>;
  find(integrationId: string): Holds | undefined;
  findAccount(bucket: string): AccountLimit | undefined;
};

/** Keeps breakers, buckets and counts while targets come and go with their credentials. */
export function createHoldsBook(orm: Orm): HoldsBook {
  const byIntegration = new Map<string, Holds>();
  const byAccount = new Map<string, AccountLimit>();
  const vendors = new Map<string, Lease>();

  const accountOf = async (live: LiveCredential): Promise<AccountLimit> => {
    const bucket = accountBucket(live);
    const account = keep(byAccount, bucket, () => openAccount(bucket));
    await readAccount(orm, account);
    return account;
  };
  const vendorOf = ({ api }: Provider): Lease | null => {
    const throttle = api?.throttle;
    if (!throttle) return null;
    const { scope, perMinute } = throttle;
    const rate = { perMinute, burst: Math.max(1, Math.floor(perMinute * vendorBurst)) };
    return keep(vendors, scope, () => createLease(orm, `vendor:${scope}`, rate));
  };

  return {
    async open(live) {
      const holds = keep(byIntegration, live.integrationId, () => ({
        breaker: createBreaker(),
        account: openAccount(accountBucket(live)),
        own: null,
        vendor: null,
        inFlight: 0,
        over: 0,
        lastUsedAt: 0,
        usedAt: 0,
      }));
      holds.account = await accountOf(live);
      holds.vendor = vendorOf(live.definition);
      holds.own = sameOr(holds.own, await readOwn(orm, live.integrationId), (rate) =>
        createLease(orm, `own:${live.integrationId}`, rate),
      );
      return holds;
    },
    accounts: () => byAccount.values(),
    find: (integrationId) => byIntegration.get(integrationId),
    findAccount: (bucket) => byAccount.get(bucket),
  };
}

function keep<Value>(book: Map<string, Value>, key: string, make: () => Value): Value {
  const known = book.get(key);
  if (known !== undefined) return known;
  const made = make();
  book.set(key, made);
  for (const oldest of book.keys()) {
    if (book.size <= capacity) break;
    book.delete(oldest);
  }
  return made;
}

type Own = Pick<IntegrationLimit, 'mode' | 'perMinute' | 'burst'>;

/** A lease whose rate did not change goes on with the tokens it has. */
function sameOr(
  known: Holds['own'],
  stored: Own | undefined,
  make: (rate: Rate) => Lease,
): Holds['own'] {
  if (!stored) return null;
  const { mode, perMinute, burst } = stored;
  const rate = known?.lease.rate;
  const isSame = rate?.perMinute === perMinute && rate.burst === burst;
  return { mode, lease: known && isSame ? known.lease : make({ perMinute, burst }) };
}

async function readOwn(orm: Orm, integrationId: string): Promise<Own | undefined> {
  const { rows } = await sql<Own>`
    select mode, per_minute as "perMinute", burst from integration_limits
    where integration_id = ${integrationId}`.execute(orm.em.fork().getKysely());
  return rows[0];
}
