import { systemClock } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { describeAccounts } from '../../kit/accounts-view.ts';
import { checkIntegration } from '../../kit/check.ts';
import { settingsFromEnvironment } from '../../kit/environment-settings.ts';
import { openAccounts } from '../../kit/open-accounts.ts';
import { parseSettings } from '../../kit/settings.ts';
import {
  providerContract,
  type RecordedCall,
  type SampleReply,
  standIn,
} from '../../testing/index.ts';
import { irc } from './provider.ts';

const plain = { athemeUrl: 'https://services.example.org/jsonrpc', server: 'irc.example.org' };
const settings = {
  ...plain,
  operAccount: 'Root',
  operPassword: 'operator-secret',
  unrealUrl: 'https://irc.example.org:8600/api',
  unrealUser: 'patchbay',
  unrealPassword: 'unreal-secret',
};

const result = (value: unknown): SampleReply => ({ body: { result: value, error: null, id: '1' } });
const fault = (code: number, message = 'in the language of the services'): SampleReply => ({
  body: { result: null, error: { code, message }, id: '1' },
});
const wordsOf = ({ body }: RecordedCall) => {
  const { method, params } = JSON.parse(body);
  return method === 'atheme.command' ? params.slice(3).join(' ') : `${method} ${params.join(' ')}`;
};
const cookie = 'abcdefghijklmnopqrst';

function network(call: RecordedCall): SampleReply {
  const { method } = JSON.parse(call.body);
  if (call.url.host === 'irc.example.org:8600')
    return {
      body: { jsonrpc: '2.0', id: '1', result: { user: { total: 3 }, channel: { total: 2 } } },
    };
  if (method === 'atheme.login') return result(cookie);
  if (method === 'atheme.ison') return result({ online: true, accountname: '*' });
  return result('atheme 7.2.12 [v7.2.12]\nServices have been up for 0 days');
}

const unrealCall = (method: string, params: Record<string, unknown> = {}) => ({
  method: 'POST',
  url: settings.unrealUrl,
  body: JSON.stringify({ jsonrpc: '2.0', id: '1', method, params }),
});
const unrealReply = (value: unknown): SampleReply => ({
  body: { jsonrpc: '2.0', id: '1', method: 'x', result: value },
});
const wireUser = {
  name: 'ann',
  id: '001AAAAAA',
  hostname: 'ann.example.org',
  ip: '192.0.2.1',
  connected_since: '2026-11-02T08:00:00.000Z',
  user: { realname: 'Ann', account: 'ann', channels: [{ name: '#help', level: 'o' }] },
};
const shownUser = {
  nick: 'ann',
  id: '001AAAAAA',
  host: 'ann.example.org',
  ip: '192.0.2.1',
  realName: 'Ann',
  server: null,
  account: 'ann',
  modes: null,
  channels: ['#help'],
  connectedSince: '2026-11-02T08:00:00.000Z',
  idleSince: null,
};
const shownChannel = { name: '#help', users: 2, topic: 'Hello', modes: null, createdAt: null };
const wireChannel = { name: '#help', num_users: 2, topic: 'Hello' };

providerContract(irc, {
  settings,
  healthy: network,
  refused: () => fault(5),
  operations: {
    'nick.get': {
      input: { nick: 'ann' },
      call: {
        method: 'POST',
        url: settings.athemeUrl,
        body: JSON.stringify({ jsonrpc: '2.0', id: '1', method: 'atheme.ison', params: ['ann'] }),
      },
      reply: result({ online: true, accountname: 'ann' }),
      output: { online: true, account: 'ann' },
    },
    'user.list': {
      input: {},
      call: unrealCall('user.list', { object_detail_level: 2 }),
      reply: unrealReply({ list: [wireUser] }),
      output: { items: [shownUser] },
    },
    'user.get': {
      input: { nick: 'ann' },
      call: unrealCall('user.get', { nick: 'ann', object_detail_level: 4 }),
      reply: unrealReply({ client: wireUser }),
      output: shownUser,
    },
    'channel.list': {
      input: {},
      call: unrealCall('channel.list'),
      reply: unrealReply({ list: [wireChannel] }),
      output: { items: [shownChannel] },
    },
    'channel.get': {
      input: { channel: '#help' },
      call: unrealCall('channel.get', { channel: '#help' }),
      reply: unrealReply({
        channel: { ...wireChannel, members: [{ name: 'ann', id: '1', level: 'o' }] },
      }),
      output: { ...shownChannel, members: [{ nick: 'ann', level: 'o' }] },
    },
  },
});

const opened = (answer: (call: RecordedCall) => SampleReply, given: object = settings) => {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  return { accounts: openAccounts(irc, parseSettings(irc, given), { http }), calls };
};
const request = {
  identifier: 'ann',
  secret: 'one-time-secret',
  mark: 'patchbay:1',
  input: {},
  person: { name: 'Ann', email: 'ann@example.org' },
};

describe('nicks', () => {
  const { accounts } = opened(network);
  const refusalOf = (name: string | undefined) => {
    try {
      return accounts.identifier(name, 'ann@example.org');
    } catch (error) {
      return (error as { fields: Record<string, string[]> }).fields.identifier?.[0];
    }
  };

  test('have to be chosen', () => expect(refusalOf(undefined)).toMatch(/choose one/));

  test.each(['ann', 'Ann', '[ann]', 'a', '`ann`', '{a|b}', 'ann-2', 'a'.repeat(30)])(
    '%s is kept as it was written',
    (nick) => expect(accounts.identifier(` ${nick} `, '')).toBe(nick),
  );

  test.each(['1ann', '-ann', 'a nn', 'änn', 'ann\r\nQUIT', '#ann', '?UID', 'a'.repeat(31), ':a'])(
    '%j is refused',
    (nick) => expect(refusalOf(nick)).toMatch(/may hold|longer/),
  );

  test.each(['NickServ', 'chanserv', 'FooServ'])('%s would be believed', (nick) =>
    expect(refusalOf(nick)).toMatch(/reserved/),
  );

  test('are the same to the network in either case', () => {
    expect(accounts.fold('Ann[1]\\~')).toBe(accounts.fold('aNN{1}|^'));
    expect(accounts.fold('ann')).not.toBe(accounts.fold('ann_'));
  });

  test('the operator is nobody that people can become', async () => {
    const { accounts: own, calls } = opened(() => result('registered'));
    await expect(own.create({ ...request, identifier: 'rOOt' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { identifier: ['This nick is reserved.'] },
    });
    expect(calls).toEqual([]);
  });
});

describe('registering', () => {
  test('sends nothing but texts, and asks for nobody’s credentials', async () => {
    const { accounts, calls } = opened(() => result('ann is now registered'), plain);
    expect(await accounts.create(request)).toEqual({
      identifier: 'ann',
      state: 'active',
      details: {},
      mark: null,
    });
    expect(calls.map(({ body }) => JSON.parse(body))).toEqual([
      {
        jsonrpc: '2.0',
        id: '1',
        method: 'atheme.command',
        params: [
          '.',
          '.',
          '127.0.0.1',
          'NickServ',
          'REGISTER',
          'ann',
          'one-time-secret',
          'ann@example.org',
        ],
      },
    ]);
  });

  test.each([
    [2, 'invalid_input', /does not take this nick/],
    [6, 'conflict', /on IRC with this nick just now/],
    [9, 'conflict', /as many accounts as the network allows/],
  ])('fault %i is the person’s to mend: %s', async (code, refused, message) => {
    const { accounts } = opened(
      (call) => fault(wordsOf(call).startsWith('NickServ INFO') ? 4 : code),
      plain,
    );
    const failure = await accounts.create(request).catch((error) => error);
    expect(failure).toMatchObject({ code: refused, fields: { identifier: [expect.any(String)] } });
    expect(failure.message).toMatch(message);
  });

  test.each([1, 3, 4, 5, 7, 10, 11, 12, 13, 14, 15, 16, 99])(
    'fault %i is told in words of ours, without what NickServ said',
    async (code) => {
      const { accounts } = opened(() => fault(code, `no, not with one-time-secret`), plain);
      const failure = await accounts.create(request).catch((error) => error);
      expect(failure.name).toBe('OutboundError');
      expect(failure.message.length).toBeGreaterThan(15);
      expect(JSON.stringify([failure, failure.message])).not.toContain('one-time-secret');
    },
  );

  test.each([
    [8, 'the nick'],
    [9, 'the number of accounts'],
    [6, 'who is online'],
  ])(
    'a registered nick is ours if this secret opens it, and taken if not, with fault %i for %s',
    async (code) => {
      const answering = (opens: boolean) =>
        opened((call) => {
          const words = wordsOf(call);
          if (words.startsWith('REGISTER', 9)) return fault(code);
          if (words.startsWith('atheme.metadata')) return fault(3);
          if (words.startsWith('atheme.login')) return opens ? result(cookie) : fault(5);
          return result('Information on Ann (account Ann):');
        }, plain).accounts;
      expect(await answering(true).create(request)).toMatchObject({ identifier: 'Ann' });
      await expect(answering(false).create(request)).rejects.toMatchObject({
        code: 'conflict',
        fields: { identifier: ['is taken'] },
      });
    },
  );

  test('an empty text or a line break never leaves the house', async () => {
    const { accounts, calls } = opened(() => result('x'), plain);
    for (const secret of ['', 'a\nb'])
      await expect(accounts.create({ ...request, secret })).rejects.toMatchObject({
        kind: 'refused',
      });
    expect(calls).toEqual([]);
  });
});

describe('without an operator', () => {
  test('only what needs none is offered, and a removal leaves the nick', async () => {
    expect(describeAccounts(irc, parseSettings(irc, plain))).toMatchObject({
      canSuspend: false,
      canList: false,
      canResetSecret: false,
      canProve: true,
      removal: { leaves: 'kept', about: expect.stringContaining('dropped by hand') },
    });
    const { accounts, calls } = opened(() => result('x'), plain);
    expect(accounts.leaves).toBe('kept');
    await accounts.remove({ identifier: 'ann', reason: 'left' });
    expect(calls).toEqual([]);
    expect(() => accounts.suspend({ identifier: 'ann', reason: '' })).toThrow(/cannot do this/);
  });

  test('the check says so', async () => {
    const { fetch } = standIn(network);
    const http = createHttp({ clock: systemClock, fetch, retries: 0 });
    const report = await checkIntegration(irc, parseSettings(irc, plain), {
      http,
      clock: systemClock,
    });
    expect(report).toMatchObject({ health: 'ok', message: 'NickServ is on IRC' });
    expect(report.stages[2]?.note).toContain('No operator entered');
  });
});

describe('with an operator', () => {
  test('everything is offered, and a removal frees the nick', () => {
    expect(describeAccounts(irc, parseSettings(irc, settings))).toMatchObject({
      canSuspend: true,
      canList: true,
      canResetSecret: true,
      removal: { leaves: 'deleted' },
    });
  });

  test('each command has a session that ends with it, also when the command fails', async () => {
    const { accounts, calls } = opened((call) => {
      const words = wordsOf(call);
      if (words.startsWith('atheme.login')) return result(cookie);
      return words.includes('FDROP') ? fault(6) : result('x');
    });
    await expect(accounts.remove({ identifier: 'ann', reason: '' })).rejects.toMatchObject({
      kind: 'auth',
    });
    expect(calls.map(wordsOf)).toEqual([
      'atheme.login Root operator-secret 127.0.0.1',
      'NickServ FDROP ann',
      `atheme.logout ${cookie} Root`,
    ]);
  });

  test('suspending the suspended and dropping the dropped succeed', async () => {
    const answering = (isFrozen: boolean) =>
      opened((call) => {
        const words = wordsOf(call);
        if (words.startsWith('atheme.login')) return result(cookie);
        if (words.startsWith('atheme.metadata')) return isFrozen ? result('Root') : fault(3);
        if (words.includes('FDROP')) return fault(4);
        return words.includes('FREEZE') ? fault(2) : result('x');
      }).accounts;
    await answering(true).suspend({ identifier: 'ann', reason: 'on\r\nleave' });
    await answering(false).resume('ann');
    await answering(false).remove({ identifier: 'ann', reason: '' });
    await expect(answering(false).suspend({ identifier: 'ann', reason: '' })).rejects.toMatchObject(
      { trouble: { code: 'badparams' } },
    );
  });

  test('a reset ends with the wanted password, or with what NickServ made up', async () => {
    const answering = (text: string, setting: SampleReply = result('changed')) =>
      opened((call) => {
        const words = wordsOf(call);
        if (words.startsWith('atheme.login ann'))
          return words.includes(' nsvxqhrz ') ? result(cookie) : fault(5);
        if (words.startsWith('atheme.login')) return result(cookie);
        return words.includes('SET PASSWORD') ? setting : result(text);
      }).accounts.resetSecret({ identifier: 'ann', secret: 'wanted-one' });
    expect(await answering('The password for ann has been changed to nsvxqhrz.')).toBe(
      'wanted-one',
    );
    expect(await answering('Das Kennwort von ann ist jetzt nsvxqhrz')).toBe('wanted-one');
    expect(await answering('It is nsvxqhrz.', fault(14))).toBe('nsvxqhrz');
    await expect(answering('Done.')).rejects.toMatchObject({ kind: 'invalid_response' });
    await expect(answering('It is nsvxqhrz.', { status: 503, body: '' })).rejects.toMatchObject({
      kind: 'provider',
    });
  });

  test('the list leaves the operator out and knows who is frozen', async () => {
    const { accounts } = opened((call) => {
      const words = wordsOf(call);
      if (words.startsWith('atheme.login')) return result(cookie);
      if (words.includes('LIST frozen')) return result('- Bob (b@example.org) [frozen]\n1 match');
      if (words.includes('LIST pattern'))
        return result(
          '- ann (a@example.org) \n- Bob (b@example.org) [frozen]\n- root (r@e.org) \n3 matches',
        );
      return result('x');
    });
    expect(
      (await accounts.list(null)).items.map(({ identifier, state }) => [identifier, state]),
    ).toEqual([
      ['ann', 'active'],
      ['Bob', 'suspended'],
    ]);
  });
});

test.each([
  [{ operAccount: 'root' }, 'The operator is entered by half.'],
  [{ unrealUrl: 'https://irc.example.org/api' }, 'UnrealIRCd is entered by half.'],
])('%j is found by the check', async (given, message) => {
  const { fetch } = standIn(network);
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const whole = parseSettings(irc, { ...plain, ...given });
  const report = await checkIntegration(irc, whole, { http, clock: systemClock });
  expect(report).toMatchObject({ health: 'error', reason: 'misconfigured', message });
});

test('services that lost their link are told from a good check', async () => {
  const { fetch } = standIn((call) =>
    call.body.includes('atheme.ison') ? result({ online: false, accountname: '*' }) : network(call),
  );
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const report = await checkIntegration(irc, parseSettings(irc, settings), {
    http,
    clock: systemClock,
  });
  expect(report).toMatchObject({ health: 'error', reason: 'provider' });
  expect(report.message).toContain('not linked');
});

test('tells how to connect', () => {
  expect(opened(network).accounts.connect('ann')).toEqual([
    { label: 'Server', value: 'irc.example.org:6697 (TLS)' },
    { label: 'Nick', value: 'ann' },
    { label: 'Sign in', value: '/msg NickServ IDENTIFY ann <password>' },
  ]);
});

describe('out of the environment', () => {
  const read = (record: Record<string, string>) => settingsFromEnvironment(irc, record);

  test('two variables are enough, and all of them are taken', () => {
    const least = { IRC_ATHEME_JSONRPC_URL: plain.athemeUrl, IRC_SERVER: plain.server };
    expect(read(least).settings).toEqual({ ...plain, port: 6697 });
    expect(
      read({
        ...least,
        IRC_PORT: '6698',
        IRC_OPER_ACCOUNT: 'Root',
        IRC_OPER_PASSWORD: 'operator-secret',
        IRC_UNREAL_JSONRPC_URL: settings.unrealUrl,
        IRC_UNREAL_RPC_USER: 'patchbay',
        IRC_UNREAL_RPC_PASSWORD: 'unreal-secret',
      }).settings,
    ).toEqual({ ...settings, port: 6698 });
  });

  test('what is missing or wrong is named, and never shown', () => {
    expect(read({})).toEqual({ settings: null, problem: null });
    const { problem } = read({
      IRC_SERVER: 'irc.example.org',
      IRC_ATHEME_TLS_FINGERPRINT: 'skip-verification',
    });
    expect(problem).toContain('IRC_ATHEME_JSONRPC_URL is missing');
    expect(problem).toContain('IRC_ATHEME_TLS_FINGERPRINT must be a SHA-256 fingerprint');
    expect(problem).not.toContain('skip-verification');
  });
});
