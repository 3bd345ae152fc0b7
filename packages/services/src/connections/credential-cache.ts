import type { Orm } from '@patchbay/db';
import type { LiveEvent } from '../kernel/index.ts';
import type { LoadedCredential } from './load-credential.ts';

type Entry<Value> = { value: Promise<Value>; loadedAt: number };

/** As long as events arrive, time only bounds the harm of a lost one. */
const heardTtlMs = 10_000;
/** A process that hears nothing asks often enough for a change to count within a second. */
const deafTtlMs = 500;

/** Remembers one value per organization and name, and forgets what an event says has changed. */
export function createCredentialCache<Value>({
  capacity = 10_000,
  now = () => performance.now(),
} = {}) {
  const tenants = new Map<string, Map<string, Entry<Value>>>();
  let count = 0;
  let listening = false;

  const forget = (organizationId: string) => {
    count -= tenants.get(organizationId)?.size ?? 0;
    tenants.delete(organizationId);
  };
  const makeRoom = () => {
    for (const organizationId of tenants.keys()) {
      if (count < capacity) return;
      forget(organizationId);
    }
  };
  return {
    /** The remembered value, or what `load` finds; failures are not remembered. */
    read(organizationId: string, name: string, load: () => Promise<Value>): Promise<Value> {
      const known = tenants.get(organizationId)?.get(name);
      if (known && now() - known.loadedAt < (listening ? heardTtlMs : deafTtlMs))
        return known.value;
      if (!known) makeRoom();
      const held = tenants.get(organizationId) ?? new Map<string, Entry<Value>>();
      // In before it is loaded: an event that arrives meanwhile takes it out again.
      const entry = { value: load(), loadedAt: now() };
      if (!held.has(name)) count += 1;
      held.set(name, entry);
      tenants.set(organizationId, held);
      entry.value.catch(() => {
        if (held.get(name) !== entry) return;
        held.delete(name);
        if (tenants.get(organizationId) === held) count -= 1;
      });
      return entry.value;
    },
    forget,
    /** Takes an event of the channel `patchbay_events`: whatever it was about is read again. */
    heard(event: LiveEvent): void {
      const isPassing = event.type === 'test_stage' || event.type === 'blocked';
      if (event.subject.type === 'integration' && !isPassing) forget(event.organizationId);
    },
    /** Says whether events arrive at the moment. A change of it forgets everything: some may have been missed. */
    setListening(isListening: boolean): void {
      listening = isListening;
      tenants.clear();
      count = 0;
    },
    get size(): number {
      return count;
    },
  };
}

export type CredentialCache<Value> = ReturnType<typeof createCredentialCache<Value>>;

const caches = new WeakMap<Orm, CredentialCache<LoadedCredential>>();

/** The cache of a process: one per opened database. */
export function credentialCache({ orm }: { orm: Orm }): CredentialCache<LoadedCredential> {
  const known = caches.get(orm);
  if (known) return known;
  const made = createCredentialCache<LoadedCredential>();
  caches.set(orm, made);
  return made;
}
