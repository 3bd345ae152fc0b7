import type { SandboxClock } from './clock.ts';
import type { Counters } from './counters.ts';
import type { Desk } from './desk.ts';
import type { Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import type { Apps } from './oauth/apps.ts';
import type { Grants } from './oauth/grants.ts';
import type { Shelf } from './shelf.ts';

/** What the fakes share: one sandbox has one of each. */
export type Stage = {
  desk: Desk;
  counters: Counters;
  faults: Faults;
  clock: SandboxClock;
  limits: Limits;
  apps: Apps;
  grants: Grants;
  shelf: Shelf;
  /** Counts up from 1 for each kind of thing that gets made. */
  serial(kind: string): number;
  /** Set where things survive a restart: see `startSandbox`. */
  run: string | undefined;
};
