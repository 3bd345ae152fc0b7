export { type PersistOptions, persist } from './back-off.ts';
export { defineJob, type JobDefinition, type Retry } from './define.ts';
export {
  checkDrift,
  checkHealth,
  jobDefinitions,
  maintainPartitions,
  refreshConnections,
  removeAccounts,
  revokeTokens,
  sendAlert,
  settleAccounts,
  sweepAccounts,
  sweepDrift,
  sweepHealth,
  sweepRemovals,
  tellExpiring,
  watchAlerts,
} from './definitions/index.ts';
export { describeError, type ErrorDescription } from './describe-error.ts';
export {
  type EnqueueOptions,
  enqueue,
  enqueueAll,
  type WaitingJob,
  waitingJobs,
} from './enqueue.ts';
export { ensureJobs } from './ensure.ts';
export { JobInputError } from './input.ts';
export {
  type JobHandler,
  type JobOutcome,
  type Jobs,
  type OpenJobsOptions,
  openJobs,
  type RunningJob,
  type WorkOptions,
} from './open.ts';
