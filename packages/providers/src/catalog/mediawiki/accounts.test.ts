import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { openClient } from '../../kit/client.ts';
import { type RecordedCall, type SampleReply, standIn } from '../../testing/index.ts';
import { mediawiki } from './provider.ts';

const settings = {
  apiUrl: 'https://wiki.example.org/w/api.php',
  botUser: 'WikiOperator@patchbay',
  botPassword: 'abcdefghijklmnopqrstuvwxyz012345',
};
const { accounts } = mediawiki;
if (!accounts) throw new Error('mediawiki has accounts');

const formOf = ({ body }: RecordedCall) => Object.fromEntries(new URLSearchParams(body));
const ann = { userid: 7, name: 'Ann', editcount: 3, registration: '2026-01-01T00:00:00Z' };
const failure = (code: string) => ({ body: { errors: [{ code, text: 'x', module: 'main' }] } });

/** Lets the bot in, hands out tokens, and leaves everything else to the test. */
function opened(answer: (form: Record<string, string>) => SampleReply) {
  const { fetch, calls } = standIn((call) => {
    const form = formOf(call);
    if (form.action === 'login') return { body: { login: { result: 'Success' } } };
    const tokens = { [`${form.type}token`]: `${form.type}-token` };
    return form.meta === 'tokens' ? { body: { query: { tokens } } } : answer(form);
  });
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const client = openClient(mediawiki, settings, { http })?.client;
  if (!client) throw new Error('mediawiki has a client');
  const forms = () => calls.map(formOf);
  return { step: { client, settings }, calls, forms };
}
const request = {
  identifier: 'Ann',
  secret: 'Secret-of-the-test-1',
  mark: 'patchbay:1',
  input: {},
  person: { name: 'Ann', email: 'ann@example.org' },
};

test('a block sends no parameter that means the opposite of what it says', async () => {
  const { step, forms } = opened(() => ({ body: { block: { id: 1 } } }));
  await accounts.suspend?.(step, { identifier: 'Ann', reason: 'on leave' });
  const sent = forms().at(-1);
  expect(sent).toMatchObject({ action: 'block', user: 'Ann', nocreate: '1', token: 'csrf-token' });
  for (const name of ['autoblock', 'noemail', 'allowusertalk', 'reblock'])
    expect(sent).not.toHaveProperty(name);
});

test('a token of a lost session is asked for once more, and no more often', async () => {
  let refused = 1;
  const { step, forms } = opened(() => {
    refused -= 1;
    return refused >= 0 ? failure('badtoken') : { body: { unblock: { id: 1 } } };
  });
  await accounts.resume?.(step, 'Ann');
  expect(forms().filter(({ action }) => action === 'unblock')).toHaveLength(2);
  refused = 9;
  await expect(accounts.resume?.(step, 'Ann')).rejects.toMatchObject({ kind: 'provider' });
});

test.each([
  ['UI', undefined],
  ['FAIL', 'captcha-createaccount-fail'],
])('a captcha that comes as %s is a setting to change', async (status, messagecode) => {
  const { step } = opened(() => ({ body: { createaccount: { status, messagecode } } }));
  await expect(accounts.create(step, request)).rejects.toMatchObject({
    kind: 'misconfigured',
    message: expect.stringContaining('skipcaptcha'),
  });
});

test('a bot without the grant is told so', async () => {
  const { step } = opened(() => failure('permissiondenied'));
  await expect(accounts.create(step, request)).rejects.toMatchObject({ kind: 'auth' });
});

test('a name is taken unless the very password opens it, tried apart from the bot’s session', async () => {
  const { step, calls } = opened((form) =>
    form.action === 'clientlogin'
      ? { body: { clientlogin: { status: 'FAIL', messagecode: 'wrongpassword' } } }
      : { body: { createaccount: { status: 'FAIL', messagecode: 'userexists' } } },
  );
  await expect(accounts.create(step, request)).rejects.toMatchObject({ name: 'IdentifierTaken' });
  const login = calls.find((call) => formOf(call).action === 'clientlogin');
  expect(login?.headers).not.toHaveProperty('cookie');
});

test('a proof that cannot be had is an error and no answer', async () => {
  const { step } = opened(() => ({ body: { clientlogin: { status: 'UI' } } }));
  const proof = { identifier: 'Ann', secret: 'Secret-of-the-test-1' };
  await expect(accounts.prove?.(step, proof)).rejects.toMatchObject({ kind: 'provider' });
  const busy = { clientlogin: { status: 'FAIL', messagecode: 'login-throttled' } };
  await expect(accounts.prove?.(opened(() => ({ body: busy })).step, proof)).rejects.toMatchObject({
    kind: 'rate_limited',
  });
});

test.each([
  [{}, 'active'],
  [{ blockid: 4, blockexpiry: 'infinite' }, 'suspended'],
  [{ blockid: 4, blockpartial: true }, 'active'],
])('a user with %j is %s', async (block, state) => {
  const { step } = opened(() => ({
    body: { query: { users: [{ ...ann, ...block }], logevents: [{ comment: 'patchbay:1' }] } },
  }));
  expect(await accounts.find(step, 'Ann')).toEqual({
    identifier: 'Ann',
    state,
    details: { registered: '2026-01-01', edits: 3 },
    mark: 'patchbay:1',
  });
});

test('a comment of somebody’s own is no mark', async () => {
  const { step } = opened(() => ({
    body: { query: { users: [ann], logevents: [{ comment: 'welcome' }] } },
  }));
  expect(await accounts.find(step, 'Ann')).toMatchObject({ mark: null });
});

test('the list goes on where the wiki says', async () => {
  const { step, forms } = opened((form) => ({
    body: form.aufrom
      ? { query: { allusers: [{ ...ann, name: 'Ben' }] } }
      : { query: { allusers: [ann] }, continue: { aufrom: 'Ben', continue: '-||' } },
  }));
  const first = await accounts.list?.(step, null);
  expect(first?.cursor).toBe('Ben');
  expect((await accounts.list?.(step, 'Ben'))?.cursor).toBeNull();
  expect(forms().at(-1)).toMatchObject({ aufrom: 'Ben' });
});

test.each([
  ['ann_abara', 'Ann abara'],
  ['  ann   abara ', 'Ann abara'],
  ['élodie', 'Élodie'],
  ['ßen', 'ßen'],
])('%j becomes %s', (entered, name) =>
  expect(accounts.identifier.schema.parse(entered)).toBe(name),
);

test.each(['', ' ', 'a@b', 'a/b', 'a#b', '192.0.2.1', '12345', 'a|b', 'x'.repeat(86), '.ann'])(
  '%j is no user name',
  (entered) => expect(accounts.identifier.schema.safeParse(entered).success).toBe(false),
);

test.each([
  ['ann.abara+wiki@example.org', 'Ann.abara'],
  ['jürgen_m@example.org', 'Jürgen m'],
  ['007@example.org', null],
])('%s suggests %j', (email, name) => expect(accounts.identifier.fromEmail?.(email)).toBe(name));
