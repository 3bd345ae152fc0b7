import { listenForever } from '@patchbay/db';
import { openHandingOn, type Runtime, waitingChannel } from '@patchbay/services';
import { type Log, once } from './log.ts';

const sameTroubleEveryMs = 30_000;

/** Hands received webhooks on as they arrive: woken by the process that took them, and looking by itself. */
export function handOnWebhooks(runtime: Runtime, url: string, log: Log) {
  const onTrouble = once(sameTroubleEveryMs, (_, error) =>
    log.warn('webhooks wait to be handed on', { error }),
  );
  const handing = openHandingOn({ runtime, onTrouble });
  const listener = listenForever({
    url,
    applicationName: 'patchbay cron webhooks',
    channels: [waitingChannel],
    onMessage: handing.wake,
    onConnected: handing.wake,
    onTrouble,
  });
  return {
    async stop() {
      await Promise.all([listener.close(), handing.stop()]);
    },
  };
}
