import type { Orm } from '@patchbay/db';
import { type LockedConnection, withSessionLock } from '../kernel/session-lock.ts';

export type { LockedConnection };

/** Runs `work` while no other process renews the same connection; `null` when that lasted for all of `patienceMs`. */
export const withRenewalLock = <Value>(
  orm: Orm,
  integrationId: string,
  patienceMs: number,
  work: (db: LockedConnection) => Promise<Value>,
): Promise<{ value: Value } | null> =>
  withSessionLock(orm, `renewal:${integrationId}`, patienceMs, work);
