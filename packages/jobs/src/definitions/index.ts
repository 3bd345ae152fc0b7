import type { JobDefinition } from '../define.ts';
import { checkDrift } from './check-drift.ts';
import { checkHealth } from './check-health.ts';
import { maintainPartitions } from './maintain-partitions.ts';
import { refreshConnections } from './refresh-connections.ts';
import { removeAccounts } from './remove-accounts.ts';
import { revokeTokens } from './revoke-tokens.ts';
import { sendAlert } from './send-alert.ts';
import { settleAccounts } from './settle-accounts.ts';
import { sweepAccounts } from './sweep-accounts.ts';
import { sweepDrift } from './sweep-drift.ts';
import { sweepHealth } from './sweep-health.ts';
import { sweepRemovals } from './sweep-removals.ts';
import { tellExpiring } from './tell-expiring.ts';
import { watchAlerts } from './watch-alerts.ts';

export { checkDrift } from './check-drift.ts';
export { checkHealth } from './check-health.ts';
export { maintainPartitions } from './maintain-partitions.ts';
export { refreshConnections } from './refresh-connections.ts';
export { removeAccounts } from './remove-accounts.ts';
export { revokeTokens } from './revoke-tokens.ts';
export { sendAlert } from './send-alert.ts';
export { settleAccounts } from './settle-accounts.ts';
export { sweepAccounts } from './sweep-accounts.ts';
export { sweepDrift } from './sweep-drift.ts';
export { sweepHealth } from './sweep-health.ts';
export { sweepRemovals } from './sweep-removals.ts';
export { tellExpiring } from './tell-expiring.ts';
export { watchAlerts } from './watch-alerts.ts';

/** Every job of the product; `ensureJobs` makes their queues. */
export const jobDefinitions: readonly JobDefinition[] = [
  sweepHealth,
  checkHealth,
  maintainPartitions,
  refreshConnections,
  revokeTokens,
  settleAccounts,
  sweepAccounts,
  watchAlerts,
  sendAlert,
  checkDrift,
  removeAccounts,
  sweepDrift,
  sweepRemovals,
  tellExpiring,
];
