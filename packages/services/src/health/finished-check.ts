import type { CheckReport, IntegrationStatus } from '@patchbay/core';
import type { CheckTrigger } from '@patchbay/db';
import type { Runtime } from '../kernel/index.ts';
import type { CheckSubject } from './ready-check.ts';

/** What recording needs of a process; a worker has nothing to do with sign-up or connecting. */
export type RecordingRuntime = Pick<Runtime, 'orm' | 'clock'>;

/** A check that has run: what was checked, for which slot, and what came of it. */
export type FinishedCheck = CheckSubject & {
  /** The scheduled moment, or for a check on demand the moment itself. */
  slot: Date;
  trigger: CheckTrigger;
  checkedAt: Date;
  report: CheckReport;
};

/**
 * `ignored`: the slot had its check already, or the settings changed or went while the check ran.
 * `moved` is the change of status that the check caused.
 */
export type RecordedCheck = {
  integrationId: string;
  organizationId: string;
  slot: Date;
  outcome: 'recorded' | 'ignored';
  moved: { from: IntegrationStatus; to: IntegrationStatus } | null;
};
