import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { furnishAccounts } from './furnished-accounts.ts';
import { furnishLeavers } from './furnished-leavers.ts';
import { configured } from './integrations.ts';
import { newKey } from './keys.ts';
import { found, post } from './people.ts';
import { addressOf, addSource, signed, someSecret } from './webhooks.ts';

export type Furnished = { base: string; invitation: string; paths: string[] };

/** An organization in which every kind of page has something to show, and the addresses of them all. */
export async function furnish(context: BrowserContext): Promise<Furnished> {
  const product = inject('product');
  const base = await found(context, product, 'Furnished Rooms');
  const on = (provider: string) => `${base}/integrations/${provider}`;
  const wiki = inject('wiki');
  await configured(context, on('syncro'), { subdomain: 'demo', apiToken: 'sandbox-syncro-8' });
  await configured(context, on('msp360'), {
    login: 'sandbox-msp360-8',
    password: 'sandbox-password',
    label: 'Night copies',
  });
  await post(context, `${product.url}${on('msp360')}/enabled`, { enabled: 'false' });
  await configured(context, on('mediawiki'), {
    apiUrl: wiki.apiUrl,
    botUser: wiki.botUser,
    botPassword: wiki.wrongPassword,
  });
  await configured(context, on('notion'), { token: 'ntn_sandbox8' });
  await newKey(context, base);
  await addTool(context, base);
  await context.request.post(`${product.url}${on('syncro')}/operations/customers.list`, {
    form: {},
    headers: { origin: product.url },
  });
  await addHooks(context, base);
  const invitation = await invite(context, base);
  const ids = await idsIn(context, base);
  const accounts = await furnishAccounts(context, base);
  const leavers = await furnishLeavers(context, base);
  return { base, invitation, paths: [...pathsOf(base, ids), ...accounts, ...leavers] };
}

/** Where webhooks come from and go to, with one that arrived, and who hears of alerts. */
async function addHooks(context: BrowserContext, base: string): Promise<void> {
  const { url } = inject('product');
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
}

/** A wiki that the organization's members sign in to. */
async function addTool(context: BrowserContext, base: string): Promise<void> {
  const { url } = inject('product');
  const answer = await context.request.post(`${url}${base}/settings/sign-on/new`, {
    form: { name: 'Wiki', redirectUris: 'https://wiki.example.org/callback', scopes: 'irc' },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`No tool was added: ${answer.status()}`);
}

async function invite(context: BrowserContext, base: string): Promise<string> {
  const { url } = inject('product');
  const answer = await context.request.post(`${url}${base}/settings/members/invite`, {
    form: { email: 'guest@patchbay.example', role: 'member' },
    headers: { origin: url },
  });
  const path = /\/invite\/[\w-]+/.exec(await answer.text())?.[0];
  if (path === undefined) throw new Error(`No invitation came back: ${answer.status()}`);
  return path;
}

type Ids = {
  member: string;
  key: string;
  tool: string;
  invited: string;
  request: string;
  source: string;
  custom: string;
  event: string;
  subscription: string;
  delivery: string;
  channel: string;
  quiet: string;
  alert: string;
};

async function idsIn(context: BrowserContext, base: string): Promise<Ids> {
  const { url } = inject('product');
  const read = async (path: string, pattern: RegExp) => {
    // A call is on record within seconds, the rest at once.
    for (let tries = 0; tries < 50; tries += 1) {
      const answer = await context.request.get(`${url}${base}/${path}`);
      const id = pattern.exec(await answer.text())?.[1];
      if (id !== undefined) return id;
      await sleep(200);
    }
    throw new Error(`${path} has no ${pattern.source}`);
  };
  const subscription = await read('webhooks/subscriptions', /subscriptions\/([\w-]{36})"/);
  return {
    member: await read('settings/members', /members\/([\w-]+)\/role"/),
    invited: await read('settings/members', /invitations\/([\w-]+)\/cancel"/),
    key: await read('settings/keys', /keys\/([\w-]+)\/revoke"/),
    tool: await read('settings/sign-on', /sign-on\/(\w+)\/remove"/),
    request: await read('requests', /\/requests\/(\w+-[\w-]{36})/),
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

function pathsOf(base: string, ids: Ids): string[] {
  const { member, key, tool, invited, request } = ids;
  const integrations = ['', '?view=table', '?q=nothing-has-this-name', '/discord', '/mediawiki'];
  const tabs = ['', '/configuration', '/health', '/audit', '/rename', '/remove'];
  const running = ['operations', 'operations/tickets.create', 'console', 'limits'];
  const settings = [
    'members',
    'members/invite',
    `members/${member}/role`,
    `members/${member}/remove`,
    `members/invitations/${invited}/cancel`,
    'keys',
    'keys/new',
    `keys/${key}/revoke`,
    'sign-on',
    'sign-on/new',
    `sign-on/${tool}/secret`,
    `sign-on/${tool}/remove`,
  ];
  return [
    base,
    ...integrations.map((path) => `${base}/integrations${path}`),
    ...tabs.map((tab) => `${base}/integrations/syncro${tab}`),
    ...running.map((path) => `${base}/integrations/syncro/${path}`),
    ...['', '/connect', '/disconnect'].map((path) => `${base}/integrations/notion${path}`),
    `${base}/integrations/obs/configuration`,
    `${base}/repairs`,
    `${base}/my-accounts/discord/consent`,
    `${base}/requests`,
    `${base}/requests/${request}`,
    `${base}/integrations/msp360`,
    `${base}/audit`,
    ...settings.map((path) => `${base}/settings/${path}`),
    ...hookPaths(ids).map((path) => `${base}/${path}`),
    '/account',
    '/organizations/new',
    '/operator/organizations',
    `/sso/sign-in?client_id=${tool}`,
    `/sso/consent?client_id=${tool}&scope=openid+profile+email+irc`,
    `/sso/refused?reason=redirect&client_id=${tool}`,
  ];
}

function hookPaths({ source, custom, event, subscription, delivery, channel, quiet, alert }: Ids) {
  const below = (path: string, names: string[]) => names.map((name) => `${path}${name}`);
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
