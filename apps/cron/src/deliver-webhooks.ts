import { listenForever } from '@patchbay/db';
import { deliveryChannel, openDeliveries, type Runtime } from '@patchbay/services';
import type { Environment } from './environment.ts';
import { type Log, once } from './log.ts';

const sameTroubleEveryMs = 30_000;

type Settings = Pick<
  Environment,
  'DATABASE_URL' | 'WEBHOOKS_CONCURRENCY' | 'WEBHOOKS_SUBSCRIPTION_CONCURRENCY'
>;

/** Delivers events to subscriptions as they are handed on. */
export function deliverWebhooks(runtime: Runtime, env: Settings, log: Log) {
  const onTrouble = once(sameTroubleEveryMs, (_, error) =>
    log.warn('deliveries in trouble', { error }),
  );
  const deliveries = openDeliveries({
    runtime,
    concurrency: env.WEBHOOKS_CONCURRENCY,
    perSubscription: env.WEBHOOKS_SUBSCRIPTION_CONCURRENCY,
    onTrouble,
  });
  const listener = listenForever({
    url: env.DATABASE_URL,
    applicationName: 'patchbay cron deliveries',
    channels: [deliveryChannel],
    onMessage: (payload) => deliveries.wake(payload),
    // What was said while nobody listened is found by looking.
    onConnected: () => deliveries.wake('*'),
    onTrouble,
  });
  return {
    async stop(graceMs: number) {
      await Promise.all([listener.close(), deliveries.stop(graceMs)]);
    },
  };
}
