import { systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import {
  checkDrift,
  checkHealth,
  type Jobs,
  maintainPartitions,
  openJobs,
  persist,
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
} from '@patchbay/jobs';
import { createHttp } from '@patchbay/providers';
import { mailerOf, type Runtime } from '@patchbay/services';
import { batchSize } from './batches.ts';
import { openDatabase } from './database.ts';
import { deliverWebhooks } from './deliver-webhooks.ts';
import type { Environment } from './environment.ts';
import { createGate } from './gate.ts';
import { handOnWebhooks } from './hand-on-webhooks.ts';
import { checkDriftHandler } from './jobs/check-drift.ts';
import { checkHealthHandler } from './jobs/check-health.ts';
import { maintainPartitionsHandler } from './jobs/maintain-partitions.ts';
import { refreshConnectionsHandler } from './jobs/refresh-connections.ts';
import { removeAccountsHandler, sweepRemovalsHandler } from './jobs/remove-accounts.ts';
import { revokeTokensHandler } from './jobs/revoke-tokens.ts';
import { sendAlertHandler } from './jobs/send-alert.ts';
import { settleAccountsHandler } from './jobs/settle-accounts.ts';
import { sweepAccountsHandler } from './jobs/sweep-accounts.ts';
import { sweepDriftHandler } from './jobs/sweep-drift.ts';
import { sweepHealthHandler } from './jobs/sweep-health.ts';
import { tellExpiringHandler } from './jobs/tell-expiring.ts';
import { watchAlertsHandler } from './jobs/watch-alerts.ts';
import { type Log, once } from './log.ts';
import { keepSlots } from './sweep-slots.ts';

export type Worker = { stop(): Promise<void> };

/** What runs may finish within this time when the process stops; supervisors rarely wait much longer. */
const graceMs = 1_000;
const sameTroubleEveryMs = 30_000;

/**
 * Starts everything and resolves when it works. Waits for a database that is away or not migrated yet, until
 * `signal` ends the wait.
 * @throws EnvironmentError, DatabaseRefusal
 */
export async function startWorker(
  env: Environment,
  log: Log,
  signal: AbortSignal,
): Promise<Worker> {
  const keys = await parseKeyRing(env.APP_ENCRYPTION_KEY);
  const http = openHttp(env);
  const orm = await openDatabase({ url: env.DATABASE_URL, keys, log, signal });
  const { oauth, variables } = env;
  const mail = mailerOf(env, systemClock);
  const runtime: Runtime = {
    orm,
    keys,
    clock: systemClock,
    http,
    signup: 'closed',
    oauth,
    mail,
    variables,
  };
  const jobs = openJobs({
    url: env.DATABASE_URL,
    applicationName: 'patchbay cron jobs',
    onError: once(sameTroubleEveryMs, (_, error) => log.warn('queue in trouble', { error })),
  });
  await persist(() => jobs.start(), { signal });
  await work(jobs, env, runtime, log);
  const webhooks = handOnWebhooks(runtime, env.DATABASE_URL, log);
  const deliveries = deliverWebhooks(runtime, env, log);
  const { now } = systemClock;
  const slots = keepSlots({ orm, expression: env.HEALTH_SWEEP_CRON, log, now });
  return {
    async stop() {
      slots.stop();
      await Promise.all([webhooks.stop(), deliveries.stop(graceMs), jobs.stop(graceMs)]);
      await Promise.all([http.close(), mail?.close(), orm.close()]);
    },
  };
}

const openHttp = (env: Environment) =>
  createHttp({
    clock: systemClock,
    allow: env.OUTBOUND_ALLOW,
    rewrites: env.OUTBOUND_REWRITES,
    perHostConcurrency: env.HEALTH_HOST_CONCURRENCY,
  });

async function work(jobs: Jobs, env: Environment, runtime: Runtime, log: Log): Promise<void> {
  const { orm, clock } = runtime;
  const gate = createGate({ total: env.HEALTH_CONCURRENCY, perKey: env.HEALTH_HOST_CONCURRENCY });
  const onFailure = (failed: Record<string, unknown>) => log.warn('job attempt failed', failed);
  const sweep = { runtime, log, jitterSeconds: env.HEALTH_JITTER_SECONDS };
  const retention = {
    integration_health_checks: env.HEALTH_RETENTION_DAYS,
    integration_call_logs: env.INTEGRATIONS_USAGE_RETENTION_DAYS,
    webhook_events: env.WEBHOOKS_RETENTION_DAYS,
    webhook_messages: env.WEBHOOKS_RETENTION_DAYS,
    webhook_attempts: env.WEBHOOKS_RETENTION_DAYS,
  };
  const receiptDays = env.WEBHOOKS_COPY_DAYS;
  const maintain = { orm, log, now: clock.now, retention, receiptDays };

  await jobs.work(sweepHealth, sweepHealthHandler(sweep), { onFailure });
  // One batch more than fit through the gate, so that the next is open when a place becomes free.
  const concurrency = Math.ceil(env.HEALTH_CONCURRENCY / batchSize) + 1;
  await jobs.work(checkHealth, checkHealthHandler({ runtime, log, gate }), {
    concurrency,
    onFailure,
  });
  await jobs.work(maintainPartitions, maintainPartitionsHandler(maintain), { onFailure });
  const connections = { runtime, log };
  await jobs.work(refreshConnections, refreshConnectionsHandler(connections), { onFailure });
  await jobs.work(revokeTokens, revokeTokensHandler(connections), { onFailure });
  const accounts = { runtime, log };
  await jobs.work(settleAccounts, settleAccountsHandler(accounts), { concurrency: 2, onFailure });
  await jobs.work(sweepAccounts, sweepAccountsHandler(accounts), { onFailure });
  await jobs.work(removeAccounts, removeAccountsHandler(accounts), { concurrency: 2, onFailure });
  await jobs.work(sweepRemovals, sweepRemovalsHandler(accounts), { onFailure });
  await jobs.work(sweepDrift, sweepDriftHandler(accounts), { onFailure });
  await jobs.work(checkDrift, checkDriftHandler(accounts), { onFailure });
  await jobs.work(tellExpiring, tellExpiringHandler({ runtime, log }), { onFailure });
  await jobs.work(watchAlerts, watchAlertsHandler({ runtime, log }), { onFailure });
  await jobs.work(sendAlert, sendAlertHandler({ runtime }), { concurrency: 4, onFailure });
}
