import { demo, giveConsent, type Sandbox, startSandbox } from '@patchbay/sandbox';
import { connectionPolicy } from '@patchbay/services';
import { fixedClock } from '@patchbay/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Founded,
  openProduct,
  origin,
  type Product,
  type Visitor,
} from '../testing/product.ts';

type Vendor = keyof typeof demo.apps;
const vendors = Object.keys(demo.apps) as Vendor[];
const clock = fixedClock(new Date());

let sandbox: Sandbox;
let product: Product;
let acme: Founded;
let email: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const variables: Record<string, string> = {};
  for (const vendor of vendors) {
    const { clientId, clientSecret } = demo.apps[vendor];
    variables[`${vendor.toUpperCase()}_CLIENT_ID`] = clientId;
    variables[`${vendor.toUpperCase()}_CLIENT_SECRET`] = clientSecret;
    sandbox.putApp(clientId, { redirectUris: [`${origin}/oauth/${vendor}/callback`] });
  }
  const given = { INTEGRATIONS_ENABLED: true, INTEGRATIONS_ALLOWED: [] };
  const oauth = connectionPolicy(variables, given, origin);
  product = await openProduct(undefined, { sandbox, clock, oauth });
  acme = await product.found('Acme');
  ({ email } = acme);
});
afterAll(async () => {
  await product.close();
  await sandbox.close();
});
// Past the limit by address, and well within the ten minutes of a state.
beforeEach(() => clock.advance(60_000));

/** Starts a connection and plays the person at the provider; returns where the provider sends the browser. */
async function consented(vendor: Vendor, decision = {}, as: Visitor = acme.owner): Promise<URL> {
  const { url } = await as.client.connections.authorize.mutate({ provider: vendor });
  return giveConsent(url, decision);
}

const come = (back: URL, as: Visitor = acme.owner, init?: RequestInit) =>
  as.fetch(`${back.pathname}${back.search}`, init);

const stateOf = async (provider: Vendor | 'wordpress') =>
  (await acme.owner.client.connections.get.query({ provider })).state;

const disconnect = (provider: Vendor | 'wordpress') =>
  acme.owner.client.connections.disconnect.mutate({ provider });

const locationOf = (answer: Response) => new URL(answer.headers.get('location') ?? '', origin);

describe.each(vendors)('%s', (vendor) => {
  it('connects, and says so on the page it came from', async () => {
    const answer = await come(await consented(vendor));
    expect(answer.status).toBe(303);
    const to = locationOf(answer);
    const { account } = await acme.owner.client.connections.get.query({ provider: vendor });
    expect(to.origin + to.pathname).toBe(`${origin}/o/${acme.slug}/integrations/${vendor}`);
    expect(Object.fromEntries(to.searchParams)).toEqual({
      connected: vendor,
      accountName: account?.name,
    });
    expect(await stateOf(vendor)).toBe('connected');
    const tested = await acme.owner.client.integrations.test.mutate({ provider: vendor });
    expect(tested.check).toMatchObject({ health: 'ok', reason: null });
    const { state } = await acme.owner.client.integrations.get.query({ provider: vendor });
    expect(state).toBe('active');
    await disconnect(vendor);
  });

  it('changes nothing when consent is denied', async () => {
    const answer = await come(await consented(vendor, { deny: true }));
    expect(answer.status).toBe(303);
    expect(Object.fromEntries(locationOf(answer).searchParams)).toEqual({ error: 'denied' });
    expect(await stateOf(vendor)).toBe('none');
  });
});

describe('whoever finishes is who started', () => {
  const others: [string, () => Promise<Visitor>, number][] = [
    ['a stranger', async () => product.visit({}), 401],
    ['another session of the same person', () => product.signIn(email), 400],
    ['another person of the organization', () => product.join(acme, 'admin'), 400],
    ['somebody else', async () => (await product.found('Else')).owner, 400],
    ['an API key', async () => product.program(acme), 401],
  ];

  it.each(others)('%s is refused, and the person can still finish', async (_, other, status) => {
    const back = await consented('reddit');
    const refused = await come(back, await other());
    expect(refused.status).toBe(status);
    expect(refused.headers.get('location')).toBeNull();
    expect(await refused.text()).toContain('Nothing was changed.');
    expect(await stateOf('reddit')).toBe('none');
    expect((await come(back)).status).toBe(303);
    expect(await stateOf('reddit')).toBe('connected');
    await disconnect('reddit');
  });

  it('refuses somebody who lost the right meanwhile', async () => {
    const admin = await product.join(acme, 'admin');
    const back = await consented('reddit', {}, admin);
    const members = await acme.owner.client.members.list.query();
    const memberId = members.at(-1)?.id ?? '';
    await acme.owner.client.members.updateRole.mutate({ memberId, role: 'member' });
    expect(locationOf(await come(back, admin)).searchParams.get('error')).toBe('forbidden');
    expect(await stateOf('reddit')).toBe('none');
  });
});

describe('an answer counts once', () => {
  it('is worthless when it comes again', async () => {
    const back = await consented('reddit');
    expect((await come(back)).status).toBe(303);
    const again = await come(back);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('This answer was used already');
    await disconnect('reddit');
  });

  it('is used by one of two that come at once', async () => {
    const back = await consented('reddit');
    const answers = await Promise.all([come(back), come(back), come(back)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400]);
    expect(await stateOf('reddit')).toBe('connected');
    await disconnect('reddit');
  });

  it('is too late after ten minutes', async () => {
    const back = await consented('reddit');
    clock.advance(600_000);
    expect(locationOf(await come(back)).searchParams.get('error')).toBe('expired');
    expect(await stateOf('reddit')).toBe('none');
  });

  it.each(['HEAD', 'POST', 'PUT', 'DELETE'])('is not used up by %s', async (method) => {
    const back = await consented('reddit');
    const refused = await come(back, acme.owner, { method });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET');
    expect((await come(back)).status).toBe(303);
    await disconnect('reddit');
  });
});

describe('an answer of another', () => {
  it('provider does not pass on this path, nor the other way round', async () => {
    const back = await consented('reddit');
    const moved = new URL(back);
    moved.pathname = '/oauth/notion/callback';
    expect((await come(moved)).status).toBe(400);
    expect(await stateOf('notion')).toBe('none');
    expect((await come(back)).status).toBe(303);
    await disconnect('reddit');
  });

  it('issuer is refused', async () => {
    const back = await consented('reddit');
    back.searchParams.set('iss', 'https://evil.example');
    const answer = await come(back);
    expect(answer.status).toBe(400);
    expect(await stateOf('reddit')).toBe('none');
  });

  it('account waits until somebody confirms it', async () => {
    await come(await consented('reddit', { account: '1' }));
    const answer = await come(await consented('reddit', { account: '2' }));
    const { client } = acme.owner;
    const { account, pending } = await client.connections.get.query({ provider: 'reddit' });
    expect(Object.fromEntries(locationOf(answer).searchParams)).toEqual({
      error: 'other_account',
      accountName: pending?.accountName,
    });
    expect(account?.name).not.toBe(pending?.accountName);
    const input = { provider: 'reddit', pendingId: pending?.id ?? '' };
    expect(await client.connections.confirmAccount.mutate(input)).toMatchObject({
      account: { name: pending?.accountName },
      pending: null,
    });
    await disconnect('reddit');
  });
});

describe('what nobody asked for', () => {
  it.each([
    ['an unknown state', '/oauth/reddit/callback?code=c&state=0123456789abcdef0123456789', 400],
    ['no state', '/oauth/reddit/callback?code=c', 400],
    ['two states', '/oauth/reddit/callback?code=c&state=a&state=b', 400],
    ['an unknown provider', '/oauth/nobody/callback?code=c&state=s', 404],
    ['a provider without consent', '/oauth/syncro/callback?code=c&state=s', 400],
    ['a name of an object', '/oauth/constructor/callback?code=c&state=s', 404],
    ['a very long answer', `/oauth/reddit/callback?code=${'c'.repeat(7_000)}&state=s`, 400],
    [
      'a great many parameters',
      `/oauth/reddit/callback?${Array.from({ length: 30 }, (_, at) => `p${at}=1`).join('&')}`,
      400,
    ],
  ])('%s leads nowhere', async (_, path, status) => {
    const answer = await acme.owner.fetch(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('location')).toBeNull();
    expect(await answer.text()).toContain('href="/"');
  });

  it('is not repeated on the page', async () => {
    const words = '<script>alert(1)</script>';
    const path = `/oauth/${encodeURIComponent(words)}/callback?error=${encodeURIComponent(words)}&error_description=${encodeURIComponent(words)}`;
    expect(await (await acme.owner.fetch(path)).text()).not.toContain('alert(1)');
  });

  it.each([
    '//evil.example/x',
    'https://evil.example',
    '/\\evil.example',
    '/\tx',
    '/.//evil.example',
    '/o/..//evil.example',
    '/%2e//evil.example',
    '/x\r\nset-cookie:a=b',
    '@evil.example',
    '',
  ])('is not where it leads back to: %s', async (returnTo) => {
    const call = acme.owner.client.connections.authorize.mutate({ provider: 'reddit', returnTo });
    await expect(call).rejects.toMatchObject({ data: { httpStatus: 400 } });
  });

  it('gets slower', async () => {
    const ask = () => acme.owner.fetch('/oauth/reddit/callback?code=c&state=s');
    const statuses: number[] = [];
    for (let count = 0; count < 60; count += 1) statuses.push((await ask()).status);
    expect(new Set(statuses)).toEqual(new Set([400]));
    const late = await ask();
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.advance(60_000);
    expect((await ask()).status).toBe(400);
  });
});

/** The same numbers at each run, so that what fails can be looked at again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it('withstands whatever an answer holds', async () => {
  const next = numbers(4);
  const names = ['code', 'state', 'error', 'error_description', 'iss', 'scope', 'returnTo', 'x'];
  const values = [
    '',
    'access_denied',
    '%0d%0aset-cookie:%20a=b',
    '%00',
    '%ff%fe',
    '//evil.example',
    'https://evil.example/',
    '%3Cscript%3Ealert(1)%3C/script%3E',
    "'%20or%201=1--",
    '%F0%9F%A6%8A',
    'a'.repeat(300),
    '%',
  ];
  const one = (list: readonly string[]) => list[next(list.length)] ?? '';
  for (let round = 0; round < 150; round += 1) {
    if (round % 40 === 0) clock.advance(60_000);
    const parts = Array.from({ length: next(6) }, () => `${one(names)}=${one(values)}`);
    if (round % 5 === 0) {
      const { url } = await acme.owner.client.connections.authorize.mutate({ provider: 'reddit' });
      parts.push(`state=${new URL(url).searchParams.get('state')}`);
    }
    const path = `/oauth/${one([...vendors, 'wordpress'])}/callback?${parts.join('&')}`;
    const answer = await acme.owner.fetch(path);
    expect([path, answer.status < 500]).toEqual([path, true]);
    const location = answer.headers.get('location');
    if (location !== null) expect(location).toMatch(new RegExp(`^/o/${acme.slug}/[!-~]*$`));
    expect(answer.headers.getSetCookie().join()).not.toContain('a=b');
    expect(await answer.text()).not.toContain('alert(1)');
  }
  expect(await stateOf('reddit')).toBe('none');
});

it('leads back to the page that was named, with what it asked for', async () => {
  const returnTo = `/o/${acme.slug}/repairs?from=list&error=old#top`;
  const { url } = await acme.owner.client.connections.authorize.mutate({
    provider: 'reddit',
    returnTo,
  });
  const answer = await come(await giveConsent(url, { deny: true }));
  expect(answer.headers.get('location')).toBe(`/o/${acme.slug}/repairs?from=list&error=denied#top`);
});

describe('a page that hands a password back', () => {
  const { siteUrl, username, applicationPassword } = demo.tokens.wordpress;

  async function handedBack(): Promise<URL> {
    const { client } = acme.owner;
    await client.integrations.update.mutate({ provider: 'wordpress', settings: { siteUrl } });
    const { url } = await client.connections.authorize.mutate({ provider: 'wordpress' });
    const back = new URL(new URL(url).searchParams.get('success_url') ?? '');
    back.searchParams.set('site_url', siteUrl);
    back.searchParams.set('user_login', username);
    back.searchParams.set('password', applicationPassword);
    return back;
  }

  it('connects, and the password goes nowhere else', async () => {
    const back = await handedBack();
    const answers = [
      await come(back, product.visit({})),
      await come(back, await product.signIn(email)),
      await come(back),
      await come(back),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 400, 303, 400]);
    expect(await stateOf('wordpress')).toBe('connected');
    for (const answer of answers) {
      const said = `${await answer.text()}${JSON.stringify([...answer.headers])}`;
      expect(said).not.toContain(applicationPassword.slice(0, 6));
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(product.log.join('\n')).not.toContain(applicationPassword);
    await disconnect('wordpress');
  });

  it('is refused when it comes from another place', async () => {
    const back = await handedBack();
    back.searchParams.set('site_url', 'https://evil.example');
    const answer = await come(back);
    expect(locationOf(answer).searchParams.get('error')).not.toBeNull();
    expect(await stateOf('wordpress')).toBe('none');
  });
});

it('tells nobody the answer: not the next page, not a cache, not a log', async () => {
  const back = await consented('reddit');
  const code = back.searchParams.get('code') ?? '';
  const state = back.searchParams.get('state') ?? '';
  const answers = [
    await come(back, product.visit({})),
    await come(back, await product.signIn(email)),
    await come(back),
    await come(back),
  ];
  for (const answer of answers) {
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const said = `${await answer.text()}${JSON.stringify([...answer.headers])}`;
    expect(said).not.toMatch(/https?:\/\//);
    for (const secret of [code, state]) expect(said).not.toContain(secret);
  }
  for (const secret of [code, state, ...Object.values(demo.apps).map((app) => app.clientSecret)])
    expect(product.log.join('\n')).not.toContain(secret);
  await disconnect('reddit');
});
