import type { Actor, Clock, Permission, Principal } from '@patchbay/core';
import type { KeyRing } from '@patchbay/crypto';
import type { Orm } from '@patchbay/db';
import type { Http } from '@patchbay/providers';

/** What one process holds and every verb works with. Opened once by an app, closed when it stops. */
export type Runtime = {
  orm: Orm;
  keys: KeyRing;
  clock: Clock;
  http: Http;
  /** Whether strangers may sign up: `SIGNUP`. */
  signup: 'open' | 'invitation' | 'closed';
};

/** Somebody acting inside one organization. The organization comes from the session or the key, never from input. */
export type ServiceContext = { runtime: Runtime; principal: Principal; requestId: string };

/** A context whose permission has been checked; only `defineVerb` makes one, and only it can change anything. */
export type Permitted = ServiceContext & { readonly permission: Permission };

/** A signed-in person outside any organization: choosing one, creating one, accepting an invitation. */
export type Person = Extract<Actor, { type: 'user' }> & { operator: boolean };
export type PersonContext = { runtime: Runtime; person: Person; requestId: string };
