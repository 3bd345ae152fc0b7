export { applyDrift as resolve } from './apply.ts';
export { requestDriftCheck as check } from './check.ts';
export { ignoreDrift as ignore, unignoreDrift as unignore } from './ignore.ts';
export { listDrift as list } from './list.ts';
export { driftSummary as summary } from './summary.ts';
