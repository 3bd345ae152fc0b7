export { dueIntegrations, openForCheck, openForTest } from './due.ts';
export type { FinishedCheck, RecordedCheck } from './finished-check.ts';
export { type ManualCheck, recordManualCheck } from './manual.ts';
export { type CheckSubject, type CheckWatch, type ReadyCheck, runCheck } from './ready-check.ts';
export { type Recorder, recordChecks } from './record.ts';
