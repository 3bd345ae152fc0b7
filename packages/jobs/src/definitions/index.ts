import type { JobDefinition } from '../define.ts';
import { checkHealth } from './check-health.ts';
import { maintainPartitions } from './maintain-partitions.ts';
import { refreshConnections } from './refresh-connections.ts';
import { revokeTokens } from './revoke-tokens.ts';
import { sendAlert } from './send-alert.ts';
import { settleAccounts } from './settle-accounts.ts';
import { sweepAccounts } from './sweep-accounts.ts';
import { sweepHealth } from './sweep-health.ts';
import { watchAlerts } from './watch-alerts.ts';

export { checkHealth } from './check-health.ts';
export { maintainPartitions } from './maintain-partitions.ts';
export { refreshConnections } from './refresh-connections.ts';
export { revokeTokens } from './revoke-tokens.ts';
export { sendAlert } from './send-alert.ts';
export { settleAccounts } from './settle-accounts.ts';
export { sweepAccounts } from './sweep-accounts.ts';
export { sweepHealth } from './sweep-health.ts';
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
];
