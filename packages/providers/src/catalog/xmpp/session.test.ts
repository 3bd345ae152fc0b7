import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { systemClock } from '@patchbay/core';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { fingerprintOf } from '../../http/tls.ts';
import { openAccounts } from '../../kit/open-accounts.ts';
import { parseSettings } from '../../kit/settings.ts';
import { xmpp } from './provider.ts';

const pem = (name: string) =>
  readFileSync(new URL(`../../http/samples/test-${name}.pem`, import.meta.url));
const certificate = { key: pem('key'), cert: pem('certificate') };

/** What a server says, piece by piece: each piece after the client has said something that matches. */
type Script = [heard: RegExp, said: string | ((heard: string, socket: Socket) => void)][];
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const header =
  "<?xml version='1.0'?><stream:stream id='1' from='example.org' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const features = (inner: string) => `${header}<stream:features>${inner}</stream:features>`;
const offersTls = features("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
const proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const sasl = 'urn:ietf:params:xml:ns:xmpp-sasl';
const offers = (...mechanisms: string[]) =>
  features(
    `<mechanisms xmlns='${sasl}'>${mechanisms.map((it) => `<mechanism>${it}</mechanism>`).join('')}</mechanisms>`,
  );
const offersBind = features("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>");
const bound =
  "<iq type='result' id='patchbay-1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
const greeting = /<stream:stream [^>]*>/;

function play(socket: Socket, script: Script, after?: () => void): void {
  let heard = '';
  let at = 0;
  socket.on('error', () => {});
  socket.on('data', (piece) => {
    heard += String(piece);
    for (let step = script[at]; step; step = script[at]) {
      const found = step[0].exec(heard);
      if (!found) return;
      const text = heard.slice(0, found.index + found[0].length);
      heard = heard.slice(text.length);
      at += 1;
      if (typeof step[1] === 'string') socket.write(step[1]);
      else step[1](text, socket);
    }
    after?.();
  });
}

/** A server that plays one script before TLS and, where there is one, another after it. */
async function serving(before: Script, secure?: Script) {
  const server = createServer((socket) => {
    play(socket, before, () => {
      if (!secure || socket.listenerCount('data') === 0) return;
      socket.removeAllListeners('data');
      const secured = new TLSSocket(socket, { isServer: true, ...certificate });
      play(secured, secure);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = parseSettings(xmpp, {
    domain: 'example.org',
    adminJid: 'root@example.org',
    adminPassword: 'admin-secret',
    host: '127.0.0.1',
    port,
    moreCommands: true,
    tlsFingerprint: fingerprintOf(certificate.cert),
  });
  const http = createHttp({ clock: systemClock, allow: ['127.0.0.1'], retries: 0 });
  return openAccounts(xmpp, settings, { http });
}

const startTls: Script = [
  [greeting, offersTls],
  [/<starttls/, proceed],
];
const signedIn: Script = [
  [greeting, offers('PLAIN')],
  [/<auth [^>]*>.*<\/auth>/, `<success xmlns='${sasl}'/>`],
  [greeting, offersBind],
  [/<bind/, bound],
];
const find = async (accounts: Awaited<ReturnType<typeof serving>>) =>
  accounts.find('ann@example.org').then(
    (found) => found?.state ?? 'none',
    (error) => error,
  );

describe('a server that is not to be trusted', () => {
  test.each<[string, Script, Script | undefined, string, RegExp]>([
    ['offers no TLS', [[greeting, offers('PLAIN')]], undefined, 'misconfigured', /no TLS/],
    [
      'takes its TLS back',
      [
        [greeting, offersTls],
        [/<starttls/, '<failure/>'],
      ],
      undefined,
      'provider',
      /refuses/,
    ],
    [
      'is none of XMPP',
      [[greeting, '<html>nothing</html>']],
      undefined,
      'invalid_response',
      /no XMPP/,
    ],
    ['is no XML', [[greeting, `${header}</wrong><`]], undefined, 'invalid_response', /no XML/],
    [
      'never stops',
      [[greeting, header + 'x'.repeat(2_100_000)]],
      undefined,
      'invalid_response',
      /more than/,
    ],
    [
      'hangs up',
      [[greeting, (_heard, socket) => socket.destroy()]],
      undefined,
      'unreachable',
      /closed/,
    ],
    [
      'serves another domain',
      [
        [
          greeting,
          `${header}<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`,
        ],
      ],
      undefined,
      'misconfigured',
      /does not serve/,
    ],
    [
      'offers no password login',
      startTls,
      [[greeting, offers('EXTERNAL')]],
      'misconfigured',
      /no way to sign in/,
    ],
    [
      'is busy',
      startTls,
      [
        [greeting, offers('PLAIN')],
        [/<auth/, `<failure xmlns='${sasl}'><temporary-auth-failure/></failure>`],
      ],
      'provider',
      /just now/,
    ],
    [
      'is sure of nothing',
      startTls,
      [
        [greeting, offers('SCRAM-SHA-1')],
        [/<auth/, `<success xmlns='${sasl}'/>`],
      ],
      'invalid_response',
      /broke the sign-in off/,
    ],
    [
      'skips its own proof',
      startTls,
      [
        [greeting, offers('SCRAM-SHA-1', 'PLAIN')],
        [
          /<auth[^>]*>([^<]+)/,
          (heard, socket) => {
            const nonce = /r=(.+)$/.exec(atob(/>([^<]+)<?$/.exec(heard)?.[1] ?? ''))?.[1];
            socket.write(
              `<challenge xmlns='${sasl}'>${btoa(`r=${nonce}more,s=c2FsdA==,i=4096`)}</challenge>`,
            );
          },
        ],
        [
          /<response/,
          `<success xmlns='${sasl}'>${btoa('v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=')}</success>`,
        ],
      ],
      'auth',
      /does not know the password/,
    ],
  ])('%s', async (_what, before, secure, kind, message) => {
    const failure = await find(await serving(before, secure));
    expect(failure).toMatchObject({ kind });
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toContain('admin-secret');
  });

  test('injects nothing between the wish for TLS and TLS itself', async () => {
    const injected = proceed + offers('PLAIN');
    const accounts = await serving(
      [
        [greeting, offersTls],
        [/<starttls/, injected],
      ],
      [[greeting, offers('EXTERNAL')]],
    );
    expect(await find(accounts)).toMatchObject({
      message: expect.stringMatching(/no way to sign/),
    });
  });

  test('is sent no password where it speaks SCRAM', async () => {
    let heard = '';
    const accounts = await serving(startTls, [
      [greeting, offers('PLAIN', 'SCRAM-SHA-1')],
      [
        /<auth [^>]*>[^<]*/,
        (text, socket) => {
          heard = text;
          socket.destroy();
        },
      ],
    ]);
    await find(accounts);
    expect(heard).toContain('mechanism="SCRAM-SHA-1"');
    expect(heard).not.toContain(btoa('\0root\0admin-secret'));
  });
});

describe('the commands of a server that has all of them', () => {
  const form = (fields: Record<string, string[]>) =>
    `<x xmlns='jabber:x:data' type='result'>${Object.entries(fields)
      .map(
        ([name, values]) =>
          `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join('')}</field>`,
      )
      .join('')}</x>`;
  const answers: Record<string, string> = {
    'user-stats': form({ rostersize: ['0'] }),
    'get-registered-users-list': form({
      registereduserjids: ['ann@example.org', 'bob@example.org', 'x@elsewhere.example'],
    }),
    'get-disabled-users-list': form({ disableduserjids: ['ann@example.org'] }),
  };
  /** Answers whatever is asked for, and keeps what was sent. */
  async function commanding(refusing?: string) {
    const sent: string[] = [];
    const reply = (heard: string, socket: Socket) => {
      for (const [iq, id, node] of heard.matchAll(
        /<iq[^>]*id="([^"]+)".*?node="[^"#]*#([^"]+)".*?<\/iq>/gs,
      )) {
        const isForm = iq.includes('jabber:x:data');
        if (isForm) sent.push(iq);
        const isRefused = node === refusing;
        const inner = isForm
          ? `status='completed'>${isRefused ? "<note type='error'>Nein</note>" : (answers[node ?? ''] ?? '')}`
          : `status='executing' sessionid='s'>`;
        socket.write(
          `<iq type='result' id='${id}'><command xmlns='http://jabber.org/protocol/commands' ${inner}</command></iq>`,
        );
      }
    };
    const any: Script = Array.from({ length: 20 }, () => [/<\/iq>/, reply]);
    return { accounts: await serving(startTls, [...signedIn, ...any]), sent };
  }

  test('tell who is disabled, and list everybody of the domain', async () => {
    const { accounts } = await commanding();
    expect(await accounts.find('ann@example.org')).toMatchObject({ state: 'suspended' });
    expect(await accounts.find('bob@example.org')).toMatchObject({ state: 'active' });
    const { items, cursor } = await accounts.list(null);
    expect(items.map(({ identifier, state }) => [identifier, state])).toEqual([
      ['ann@example.org', 'suspended'],
      ['bob@example.org', 'active'],
    ]);
    expect(cursor).toBeNull();
  });

  test('disable and enable by the whole address', async () => {
    const { accounts, sent } = await commanding();
    await accounts.suspend({ identifier: 'ann@example.org', reason: '' });
    await accounts.resume('ann@example.org');
    expect(sent.map((iq) => /#([a-z-]+)"/.exec(iq)?.[1])).toEqual([
      'disable-user',
      'reenable-user',
    ]);
    for (const iq of sent) expect(iq).toContain('<value>ann@example.org</value>');
  });

  test('that are refused are trouble, in whatever language the note is', async () => {
    const { accounts } = await commanding('disable-user');
    await expect(
      accounts.suspend({ identifier: 'ann@example.org', reason: '' }),
    ).rejects.toMatchObject({ kind: 'provider' });
  });

  test('a name and password arrive escaped', async () => {
    const { accounts, sent } = await commanding();
    await accounts.resetSecret({ identifier: 'ann@example.org', secret: `<&"'>` });
    expect(sent[0]).toContain('<value>&lt;&amp;"\'&gt;</value>');
  });
});
