import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { configured } from './integrations.ts';
import { textAt } from './page-text.ts';
import { found } from './people.ts';
import { addressOf, addSource, signed, someSecret } from './webhooks.ts';

/** Where webhooks come from and go to, with one that arrived, an alert and who hears of it; the addresses of it all. */
export async function furnishHooks(context: BrowserContext): Promise<string[]> {
  const { url } = inject('product');
  const base = await found(context, inject('product'), 'Furnished Hooks');
  const { apiUrl, botUser, wrongPassword } = inject('wiki');
  const settings = { apiUrl, botUser, botPassword: wrongPassword };
  await configured(context, `${base}/integrations/mediawiki`, settings);
  const page = `${url}${base}`;
  const form = (path: string, fields: Record<string, string>) =>
    context.request.post(`${page}${path}`, { form: fields, headers: { origin: url } });
  const secret = someSecret();
  const id = await addSource(context, page, {
    provider: 'standard-webhooks',
    name: 'Billing',
    secret,
  });
  await addSource(context, page, {
    provider: 'custom',
    name: 'Ticket desk',
    secret: 'a-shared-secret',
    kind: 'token',
    header: 'x-token',
  });
  const receiver = `http://127.0.0.1:${inject('ports').silent}/events`;
  await form('/webhooks/subscriptions/new?kind=push', {
    kind: 'push',
    name: 'Ticket sync',
    url: receiver,
  });
  const body = JSON.stringify({ type: 'invoice.paid', data: { number: 7 } });
  const address = await addressOf(context, page, id);
  await fetch(address, { method: 'POST', headers: signed(secret, body), body });
  await fetch(address, { method: 'POST', headers: signed(someSecret(), body), body });
  await form('/alerts/channels/new', { kind: 'webhook', name: 'Pager', url: receiver });
  await form('/alerts/maintenance/new', { name: 'Move', hours: '1', from: '22:00', weekdays: '6' });
  return pathsOf(await idsIn(context, base)).map((path) => `${base}/${path}`);
}

async function idsIn(context: BrowserContext, base: string) {
  const textOf = textAt(context);
  const read = (path: string, pattern: RegExp) => textOf(`${base}/${path}`, pattern);
  const subscription = await read('webhooks/subscriptions', /subscriptions\/([\w-]{36})"/);
  return {
    source: await read('webhooks', /sources\/([\w-]{36})">Billing/),
    custom: await read('webhooks', /sources\/([\w-]{36})">Ticket desk/),
    event: await read('webhooks/events', /\/webhooks\/events\/(\w+-[\w-]{36})/),
    subscription,
    delivery: await read(`webhooks/subscriptions/${subscription}`, /deliveries\/(\d+)\/retry"/),
    channel: await read('alerts/channels', /channels\/([\w-]{36})\/edit"/),
    quiet: await read('alerts/maintenance', /maintenance\/([\w-]{36})\/end"/),
    alert: await read('alerts', /\/alerts\/([\w-]{36})"/),
  };
}

const below = (path: string, names: string[]) => names.map((name) => `${path}${name}`);

function pathsOf(ids: Awaited<ReturnType<typeof idsIn>>): string[] {
  const { source, custom, event, subscription, delivery, channel, quiet, alert } = ids;
  return [
    'integrations/slack/webhooks',
    ...below('webhooks', [
      '',
      '/events',
      '/events?state=filtered',
      '/subscriptions',
      '/dead-letters',
    ]),
    ...below('webhooks/sources/new', ['', '?sender=slack', '?sender=custom']),
    ...below(`webhooks/sources/${source}`, ['', '/edit', '/rotate', '/remove']),
    `webhooks/sources/${custom}/edit`,
    `webhooks/events/${event}`,
    'webhooks/events/replay',
    ...below('webhooks/subscriptions/new', ['', '?kind=push', '?kind=pull']),
    ...below(`webhooks/subscriptions/${subscription}`, ['', '/edit', '/rotate', '/remove']),
    'webhooks/dead-letters/discard',
    `webhooks/dead-letters/${delivery}/discard`,
    ...below('alerts', ['', '?state=closed', `/${alert}`, '/channels', '/rules', '/maintenance']),
    ...below('alerts/channels/new', ['', '?kind=webhook', '?kind=email']),
    ...below(`alerts/channels/${channel}`, ['/edit', '/remove']),
    ...below('alerts/maintenance', ['/new', `/${quiet}/end`]),
  ];
}
