import { randomBytes } from 'node:crypto';
import { type KeyRing, parseKeyRing } from '@patchbay/crypto';
import { type Orm, openOrm } from '@patchbay/db';
import { ensureJobs } from '@patchbay/jobs';
import { verifyKeyring } from '@patchbay/services';

export type World = {
  orm: Orm;
  keys: KeyRing;
  /** What a worker needs to join in. */
  env: Record<string, string>;
  close(): Promise<void>;
};

/** A migrated database made ready for workers, with a key of its own. */
export async function openWorld(url: string): Promise<World> {
  const text = randomBytes(32).toString('base64');
  const keys = await parseKeyRing(text);
  const orm = await openOrm({ url, applicationName: 'patchbay test' });
  await verifyKeyring(orm, keys);
  await ensureJobs(url);
  return {
    orm,
    keys,
    env: { DATABASE_URL: url, APP_ENCRYPTION_KEY: text, HEALTH_SWEEP_CRON: neverSoon(new Date()) },
    close: () => orm.close(),
  };
}

/** A plan that has neither a last slot nor a next one near the moment, so that only asked-for sweeps run. */
const neverSoon = (moment: Date) => `0 0 15 ${((moment.getUTCMonth() + 6) % 12) + 1} *`;

/** What an outbound call needs to reach a stand-in for the vendors. */
export const standIn = (sandbox: { rewrites: Record<string, string>; allow: string[] }) => ({
  OUTBOUND_ALLOW: sandbox.allow.join(','),
  OUTBOUND_REWRITES: Object.entries(sandbox.rewrites)
    .map(([host, url]) => `${host}=${url}`)
    .join(','),
});
