import { Hono } from 'hono';
import type { Stage } from '../stage.ts';
import { webhookVendors } from './events.ts';
import { isSendable, sendWebhooks, type WebhookOrder } from './send.ts';

const most = 1_000;

/** `POST /_control/webhooks` `{ vendor, url, secret?, account?, type?, count?, greeting?, forged? }`. */
export function webhookRoutes(stage: Stage) {
  const app = new Hono();
  app.post('/', async (context) => {
    const order = readOrder(await context.req.json().catch(() => null));
    if (typeof order === 'string') return context.json({ error: order }, 400);
    try {
      const sent = await sendWebhooks(order, stage.clock, () => stage.serial('webhook'));
      return context.json({ sent });
    } catch {
      return context.json({ error: 'Nobody answers at that address' }, 502);
    }
  });
  return app;
}

function readOrder(body: unknown): WebhookOrder | string {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const vendor = webhookVendors.find((key) => key === given.vendor);
  if (!vendor) return `vendor is one of ${webhookVendors.join(', ')}`;
  if (typeof given.url !== 'string' || !isSendable(given.url))
    return 'url is an http address of this machine';
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const number = (value: unknown) => (Number.isInteger(value) ? Number(value) : undefined);
  return {
    vendor,
    url: given.url,
    secret: text(given.secret),
    account: number(given.account),
    type: text(given.type),
    count: Math.min(most, Math.max(1, number(given.count) ?? 1)),
    greeting: given.greeting === true,
    forged: given.forged === true,
  };
}
