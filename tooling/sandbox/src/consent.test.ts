import { describe, expect, test } from 'vitest';
import { giveConsent } from './index.ts';
import { oauthVendors } from './oauth/apps.ts';
import { callbackOf, openForTests, state } from './testing/open.ts';

const { sandbox, send, authorizeUrl, postForm, basic } = openForTests();

const parametersOf = {
  reddit: { scope: 'identity read', duration: 'permanent' },
  notion: { owner: 'user' },
  linkedin: { scope: 'openid profile' },
  slack: { scope: 'chat:write,channels:read' },
  discord: { scope: 'identify guilds' },
} satisfies Record<(typeof oauthVendors)[number], Record<string, string>>;

describe.each(oauthVendors)('the consent page of %s', (vendor) => {
  const parameters = parametersOf[vendor];
  const open = (more: Record<string, string> = {}) =>
    fetch(authorizeUrl(vendor, { ...parameters, ...more }), { redirect: 'manual' });

  test('is a page for people, marked as sandbox, that loads nothing from elsewhere', async () => {
    const reply = await open();
    const text = await reply.text();
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toMatch(/<h1>Sandbox \w+: allow Patchbay demo\?<\/h1>/);
    expect(text).not.toContain('<script');
    expect(text.match(/type="radio"/g)?.length).toBeGreaterThanOrEqual(3);
  });

  test('leads back with a code and the state, or with a refusal', async () => {
    const allowed = await giveConsent(authorizeUrl(vendor, parameters));
    expect(allowed.href.startsWith(`${callbackOf(vendor)}?`)).toBe(true);
    expect(allowed.searchParams.get('state')).toBe(state);
    expect(allowed.searchParams.get('code')).toMatch(/^[\w-]{32}$/);
    const denied = await giveConsent(authorizeUrl(vendor, parameters), { deny: true });
    const error = vendor === 'linkedin' ? 'user_cancelled_authorize' : 'access_denied';
    expect(Object.fromEntries(denied.searchParams)).toEqual({ error, state });
  });

  test('never redirects to an address that is not registered', async () => {
    const { port } = new URL(sandbox().url);
    for (const redirect_uri of [
      'https://evil.example/oauth/x/callback',
      `${callbackOf(vendor)}/more`,
      `${callbackOf(vendor)}?next=1`,
      callbackOf(vendor).replace('localhost', 'localhost.evil.example'),
      callbackOf(vendor).replace('http://', 'http://user@'),
      'javascript:alert(1)',
    ]) {
      const reply = await open({ redirect_uri });
      expect([reply.status, reply.headers.get('location')]).toEqual([400, null]);
    }
    const anyPort = await open({
      redirect_uri: `http://127.0.0.1:${port}/oauth/${vendor}/callback`,
    });
    expect(anyPort.status).toBe(200);
    expect((await open({ client_id: 'nobody' })).status).toBe(400);
  });

  test('refuses what the vendor does not know by redirect', async () => {
    const reply = await open({ response_type: 'token' });
    expect(reply.status).toBe(303);
    expect(new URL(reply.headers.get('location') ?? '').searchParams.get('error')).toBe(
      'unsupported_response_type',
    );
  });
});

test('the page escapes what the address says', async () => {
  const url = authorizeUrl('slack', { scope: 'chat:write', state: '"><img src=x>' });
  const text = await (await fetch(url)).text();
  expect(text).not.toContain('<img');
});

test('the form of the page, posted as a browser posts it, decides', async () => {
  const page = await (await fetch(authorizeUrl('reddit', parametersOf.reddit))).text();
  const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const form = new URLSearchParams(
    hidden.map(([, name = '', value = '']): [string, string] => [name, value]),
  );
  form.set('sandbox_account', '2');
  form.set('sandbox_decision', 'allow');
  const reply = await send('/www.reddit.com/api/v1/authorize', { method: 'POST', body: form });
  expect(reply.status).toBe(303);
  expect(reply.headers.get('location')).toContain(`state=${state}`);
});

test('a scope that a vendor does not have, a missing state of Reddit and a missing owner of Notion are errors', async () => {
  const errorOf = async (vendor: 'reddit' | 'notion' | 'discord', more: Record<string, string>) => {
    const url = authorizeUrl(vendor, { ...parametersOf[vendor], ...more });
    if (more.state === '') url.searchParams.delete('state');
    const reply = await fetch(url, { redirect: 'manual' });
    return new URL(reply.headers.get('location') ?? '').searchParams.get('error');
  };
  expect(await errorOf('reddit', { scope: 'identity everything' })).toBe('invalid_scope');
  expect(await errorOf('discord', { scope: 'identify,guilds' })).toBe('invalid_scope');
  expect(await errorOf('reddit', { state: '' })).toBe('invalid_request');
  expect(await errorOf('notion', { owner: 'workspace' })).toBe('invalid_request');
});

test('Slack refuses a code challenge: its app is not a public client', async () => {
  const url = authorizeUrl('slack', { ...parametersOf.slack, code_challenge: 'x'.repeat(43) });
  expect((await fetch(url)).status).toBe(400);
});

test('a code lives ten minutes', async () => {
  const landed = await giveConsent(authorizeUrl('discord', parametersOf.discord));
  sandbox().advanceClock(601);
  const reply = await postForm(
    '/discord.com/api/oauth2/token',
    {
      grant_type: 'authorization_code',
      code: landed.searchParams.get('code') ?? '',
      redirect_uri: callbackOf('discord'),
    },
    { authorization: basic('discord') },
  );
  expect([reply.status, reply.body.error]).toEqual([400, 'invalid_grant']);
});

test('the root page says in words what is played', async () => {
  const text = await (await send('/')).text();
  for (const word of [
    'Reddit',
    'Notion',
    'LinkedIn',
    'Slack',
    'Discord',
    'Pylon',
    'WordPress',
    'Syncro',
    'MSP360',
  ])
    expect(text).toContain(word);
});
