import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { configured } from './integrations.ts';
import { newKey } from './keys.ts';
import { textAt } from './page-text.ts';
import { found, post } from './people.ts';

export type Furnished = { invitation: string; paths: string[] };

/**
 * An organization with something to show on every page, and the addresses of the pages; webhooks, alerts and
 * people's accounts are furnished apart.
 */
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
  const invitation = await invite(context, base);
  const ids = await idsIn(context, base);
  return { invitation, paths: pathsOf(base, ids) };
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

async function idsIn(context: BrowserContext, base: string) {
  const textOf = textAt(context);
  const read = (path: string, pattern: RegExp) => textOf(`${base}/${path}`, pattern);
  return {
    member: await read('settings/members', /members\/([\w-]+)\/role"/),
    invited: await read('settings/members', /invitations\/([\w-]+)\/cancel"/),
    key: await read('settings/keys', /keys\/([\w-]+)\/revoke"/),
    tool: await read('settings/sign-on', /sign-on\/(\w+)\/remove"/),
    request: await read('requests', /\/requests\/(\w+-[\w-]{36})/),
  };
}

function pathsOf(base: string, ids: Awaited<ReturnType<typeof idsIn>>): string[] {
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
    `${base}/requests`,
    `${base}/requests/${request}`,
    `${base}/integrations/msp360`,
    `${base}/audit`,
    ...settings.map((path) => `${base}/settings/${path}`),
    '/account',
    '/organizations/new',
    '/operator/organizations',
    `/sso/sign-in?client_id=${tool}`,
    `/sso/consent?client_id=${tool}&scope=openid+profile+email+irc`,
    `/sso/refused?reason=redirect&client_id=${tool}`,
  ];
}
