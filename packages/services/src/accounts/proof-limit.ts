import { PatchbayError } from '@patchbay/core';
import { createLease } from '../calls/lease.ts';
import type { Permitted } from '../kernel/index.ts';
import type { AccountSystem } from './system.ts';

/** Five at once, then one in four minutes; counted by all processes together. */
const rate = { perMinute: 0.25, burst: 5 };

/**
 * Proving an account by its password must not become a way to guess passwords: neither one person's tries nor those
 * at one account go on for long. @throws PatchbayError `rate_limited`
 */
export async function admitProof(
  { runtime, principal }: Permitted,
  { provider, accounts }: AccountSystem,
  identifier: string,
): Promise<void> {
  const name = accounts.fold(identifier);
  const buckets = [
    `proof:by:${principal.actor.id}`,
    `proof:of:${provider.key}:${accounts.system}:${name}`,
  ];
  for (const bucket of buckets) {
    const lease = createLease(runtime.orm, bucket, rate);
    if ((await lease.fill()) === 0 && lease.take()) continue;
    throw new PatchbayError('rate_limited', 'Too many tries. Wait a few minutes.', {
      retryAfterSeconds: 60 / rate.perMinute,
    });
  }
}
