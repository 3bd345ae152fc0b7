import { type AesKey, type KeyRing, unwrapDataKey } from '@patchbay/crypto';

/** A data key as its row holds it. */
export type WrappedKey = { organizationId: string; generation: number; wrappedKey: string };

const capacity = 1_000;
const caches = new WeakMap<KeyRing, Map<string, Promise<AesKey>>>();

/**
 * The usable key of a row, unwrapped once per process. Rows are always read from the database and only the
 * unwrapping is remembered: a key whose row was rolled back must never seal anything.
 */
export function unwrapped(ring: KeyRing, row: WrappedKey): Promise<AesKey> {
  const cache = cacheOf(ring);
  // The place is part of the name, so that a row copied to another organization is not served from here.
  const name = `${row.organizationId}/${row.generation}/${row.wrappedKey}`;
  const found = cache.get(name) ?? unwrapDataKey(ring, row.wrappedKey, row);
  cache.delete(name);
  cache.set(name, found);
  found.catch(() => cache.delete(name));
  for (const oldest of cache.keys()) {
    if (cache.size <= capacity) break;
    cache.delete(oldest);
  }
  return found;
}

function cacheOf(ring: KeyRing): Map<string, Promise<AesKey>> {
  const known = caches.get(ring);
  if (known) return known;
  const made = new Map<string, Promise<AesKey>>();
  caches.set(ring, made);
  return made;
}
