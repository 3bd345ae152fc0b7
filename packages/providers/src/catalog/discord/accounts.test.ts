import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { describeAccounts } from '../../kit/accounts-view.ts';
import { openClient } from '../../kit/client.ts';
import { type RecordedCall, type SampleReply, standIn } from '../../testing/index.ts';
import { discord } from './provider.ts';

const settings = {
  applicationId: '123456789012345678',
  publicKey: 'ab'.repeat(32),
  botToken: `${'M'.repeat(24)}.abcdef.${'x'.repeat(27)}`,
  clientSecret: 'secret-of-the-app',
  guildId: '987654321098765432',
  permissions: '0',
};
const guild = `https://discord.com/api/v10/guilds/${settings.guildId}`;
const identifier = '80351110224678912';
const member = {
  user: { id: identifier, username: 'ann', global_name: 'Ann Abara', bot: false },
  nick: null,
  roles: [],
  joined_at: '2026-01-05T10:00:00.000Z',
};
const failure = (status: number, code: number): SampleReply => ({
  status,
  body: { code, message: 'Text of Discord' },
});
const { accounts } = discord;
if (!accounts) throw new Error('discord has accounts');

function opened(answer: (call: RecordedCall) => SampleReply, credential?: { accessToken: string }) {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const person = credential && { ...credential, tokenType: 'Bearer' };
  const client = openClient(discord, settings, { http, credential: person ?? null })?.client;
  if (!client) throw new Error('discord has a client');
  return { step: { client, settings }, calls };
}
const request = (token: string | null) => ({
  identifier,
  secret: null,
  mark: 'patchbay:1',
  input: {},
  person: { name: 'Ann', email: 'ann@example.org' },
  token,
});

test('a person joins by their own token, which the bot hands over once', async () => {
  const { step, calls } = opened(({ method }) =>
    method === 'PUT' ? { status: 201, body: member } : { body: member },
  );
  expect(await accounts.create(step, request('token-of-ann'))).toEqual({
    identifier,
    state: 'active',
    details: { name: 'Ann Abara', userName: 'ann', joined: '2026-01-05' },
    mark: null,
  });
  expect(calls[0]).toMatchObject({
    method: 'PUT',
    url: new URL(`${guild}/members/${identifier}`),
    body: '{"access_token":"token-of-ann"}',
  });
  expect(calls[0]?.headers.authorization).toBe(`Bot ${settings.botToken}`);
});

test('without the token, a step that is made again finds the member or asks for consent', async () => {
  const there = opened(() => ({ body: member }));
  expect(await accounts.create(there.step, request(null))).toMatchObject({ identifier });
  expect(there.calls.map(({ method }) => method)).toEqual(['GET']);
  const away = opened(() => failure(404, 10_007));
  await expect(accounts.create(away.step, request(null))).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Consent'),
  });
});

test.each([
  ['a token that Discord does not take', failure(403, 50_025), 'conflict'],
  ['a person who is banned', failure(403, 40_007), 'conflict'],
  ['a person with too many servers', failure(400, 30_001), 'conflict'],
  ['a wait', failure(429, 0), 'rate_limited'],
  ['a server that is down', { status: 502, body: 'Bad Gateway' }, 'conflict'],
])('%s', async (_what, reply, code) => {
  const { step } = opened(() => reply);
  await expect(accounts.create(step, request('token-of-ann'))).rejects.toMatchObject({ code });
});

test('who somebody is comes from their own token, not from the bot’s', async () => {
  const { step, calls } = opened(() => ({ body: member.user }), { accessToken: 'token-of-ann' });
  expect(await accounts.consent?.identify(step)).toBe(identifier);
  expect(calls[0]?.headers.authorization).toBe('Bearer token-of-ann');
});

test('members are the bot’s business, also where the integration is connected as a person', async () => {
  const { step, calls } = opened(() => ({ body: member }), { accessToken: 'token-of-dana' });
  await accounts.find(step, identifier);
  expect(calls[0]?.headers.authorization).toBe(`Bot ${settings.botToken}`);
});

test('a timeout is told of, and what is no id is nobody', async () => {
  const until = '2026-02-01T00:00:00.000Z';
  const { step, calls } = opened(() => ({
    body: { ...member, nick: 'Annie', communication_disabled_until: until },
  }));
  expect(await accounts.find(step, identifier)).toMatchObject({
    state: 'active',
    details: { name: 'Annie', timedOutUntil: until },
  });
  expect(await accounts.find(step, '../bans')).toBeNull();
  expect(calls).toHaveLength(1);
});

test('everybody but bots is listed, a thousand at a time', async () => {
  const page = Array.from({ length: 1_000 }, (_, at) => ({
    ...member,
    user: { ...member.user, id: String(10n ** 17n + BigInt(at)), bot: at === 0 },
  }));
  const { step, calls } = opened(({ url }) => ({
    body: url.searchParams.has('after') ? [] : page,
  }));
  const first = await accounts.list?.(step, null);
  expect(first?.items).toHaveLength(999);
  expect(first?.cursor).toBe(page.at(-1)?.user.id);
  expect((await accounts.list?.(step, first?.cursor ?? null))?.cursor).toBeNull();
  expect(calls.at(-1)?.url.searchParams.get('after')).toBe(first?.cursor);
});

test('a bot that may not list says what it needs', async () => {
  const { step } = opened(() => failure(403, 50_001));
  await expect(accounts.list?.(step, null)).rejects.toMatchObject({
    kind: 'misconfigured',
    message: expect.stringContaining('Server Members Intent'),
  });
});

test('removing kicks, also who has gone; nobody is suspended', async () => {
  const { step, calls } = opened(() => ({ body: '' }));
  await accounts.remove?.run(step, { identifier, reason: 'left' });
  expect(calls[0]).toMatchObject({ method: 'DELETE' });
  const gone = opened(() => failure(404, 10_007));
  await accounts.remove?.run(gone.step, { identifier, reason: 'left' });
  const owner = opened(() => failure(403, 50_013));
  await expect(
    accounts.remove?.run(owner.step, { identifier, reason: 'left' }),
  ).rejects.toMatchObject({ kind: 'auth' });
  expect(describeAccounts(discord, settings)).toMatchObject({
    canSuspend: false,
    canResetSecret: false,
    canRemove: true,
    consent: { about: expect.any(String) },
    identifier: { choice: 'consent' },
  });
});
