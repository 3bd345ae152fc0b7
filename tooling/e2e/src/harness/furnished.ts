import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { configured } from './integrations.ts';
import { newKey } from './keys.ts';
import { found, post } from './people.ts';

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
  await newKey(context, base);
  const invitation = await invite(context, base);
  const ids = await idsIn(context, base);
  return { base, invitation, paths: pathsOf(base, ids) };
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

type Ids = { member: string; key: string; invited: string };

async function idsIn(context: BrowserContext, base: string): Promise<Ids> {
  const { url } = inject('product');
  const read = async (path: string, pattern: RegExp) => {
    const answer = await context.request.get(`${url}${base}/settings/${path}`);
    const id = pattern.exec(await answer.text())?.[1];
    if (id === undefined) throw new Error(`${path} has no ${pattern.source}`);
    return id;
  };
  return {
    member: await read('members', /members\/([\w-]+)\/role"/),
    invited: await read('members', /invitations\/([\w-]+)\/cancel"/),
    key: await read('keys', /keys\/([\w-]+)\/revoke"/),
  };
}

function pathsOf(base: string, { member, key, invited }: Ids): string[] {
  const integrations = ['', '?view=table', '?q=nothing-has-this-name', '/discord', '/mediawiki'];
  const tabs = ['', '/configuration', '/health', '/audit', '/rename', '/remove'];
  const settings = [
    'members',
    'members/invite',
    `members/${member}/role`,
    `members/${member}/remove`,
    `members/invitations/${invited}/cancel`,
    'keys',
    'keys/new',
    `keys/${key}/revoke`,
  ];
  return [
    base,
    ...integrations.map((path) => `${base}/integrations${path}`),
    ...tabs.map((tab) => `${base}/integrations/syncro${tab}`),
    `${base}/integrations/obs/configuration`,
    `${base}/integrations/msp360`,
    `${base}/audit`,
    ...settings.map((path) => `${base}/settings/${path}`),
    '/account',
    '/organizations/new',
    '/operator/organizations',
  ];
}
