import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRawUpstream, sendRaw } from './testing/upstream.ts';
import { basePath, openProxyWorld, token } from './testing/world.ts';

/** Heads of requests exactly as they reached the provider. */
const heads: string[] = [];
let upstream: Awaited<ReturnType<typeof openRawUpstream>>;
let world: Awaited<ReturnType<typeof openProxyWorld>>;
let key = '';

beforeAll(async () => {
  upstream = await openRawUpstream((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        heads.push(text.slice(0, end));
        text = text.slice(end + 4);
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }
    });
  });
  world = await openProxyWorld({ upstreamPort: upstream.port });
  const tenant = await world.tenant();
  key = (await tenant.key()).key;
});
afterAll(async () => {
  await world.close();
  await upstream.close();
});

const pieces = [
  '/',
  '//',
  '..',
  '.',
  '%2e',
  '%2E%2e',
  '%2f',
  '%5c',
  '\\',
  ';',
  '@',
  ':',
  '?',
  '#',
  '&',
  '=',
  '%',
  'me',
  'http://evil.example',
  'evil.example',
  '%0d%0aX-Injected:%201',
  '\u00e9',
  '%c0%ae',
  '%252e',
  '\t',
  '*',
  '{',
  '"',
  'user:pass@',
  '..;',
  '%00',
  '~',
  '+',
  "'",
  '[::1]',
  'x'.repeat(3_000),
];
const headerPieces = [
  'X-Custom: a',
  'X-Custom: b\u00e9',
  'Host: evil.example',
  'Authorization: Basic ZXZpbDpldmls',
  'Cookie: a=b',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-For: 1.2.3.4',
  'Forwarded: host=evil.example',
  'X-HTTP-Method-Override: DELETE',
  'X-Original-URL: /admin',
  'Connection: authorization',
  'Connection: x-custom, host',
  'Transfer-Encoding: chunked',
  'Content-Length: 0',
  'Content-Length: 5',
  'X-Api-Key: again',
  'Expect: 100-continue',
  'Upgrade: websocket',
  'X-Fold: a\r\n b',
  'X-Cr: a\rX-Injected: 1',
  'X-Lf: a\nX-Injected: 1',
  'X Space: 1',
  'X-Nul: a\u0000b',
  'TE: trailers',
  ': empty',
  'X-Patchbay-Organization: other',
  'Proxy-Connection: keep-alive',
  'X-Host: evil.example',
  'Keep-Alive: timeout=5',
];

/** The same numbers in every run, so that a failure can be found again. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

it('lets nothing leave its host or base path, and no header in, whatever is sent', async () => {
  const next = numbers(42);
  const pick = (list: string[]) => list[next(list.length)] ?? '';
  const requests = Array.from({ length: 1_500 }, () => {
    const path = Array.from({ length: next(6) }, () => pick(pieces)).join('');
    const extra = Array.from({ length: next(4) }, () => pick(headerPieces));
    const prefix = ['/proxy/syncro', '/proxy/syncro', '/proxy/syncro/', '/proxy/syncro/'][next(4)];
    return (
      ['GET', 'POST', 'DELETE'][next(3)] +
      [
        ` ${prefix}${path} HTTP/1.1`,
        'Host: patchbay.example',
        `X-Api-Key: ${key}`,
        'Connection: close',
        ...extra,
        '',
        '',
      ].join('\r\n')
    );
  });
  const answers: string[] = [];
  for (let at = 0; at < requests.length; at += 50) {
    const batch = requests.slice(at, at + 50).map((text) => sendRaw(world.port, text, 300));
    answers.push(...(await Promise.all(batch)));
  }
  const statuses = new Set(answers.map((text) => text.slice(9, 12)));
  expect(statuses.has('500')).toBe(false);
  expect(answers.filter((text) => text.startsWith('HTTP/1.1 200')).length).toBeGreaterThan(50);
  expect(heads.length).toBeGreaterThan(50);
  for (const head of heads) checkHead(head);
  expect(world.lines).toEqual([]);
}, 60_000);

function checkHead(head: string): void {
  const [line = '', ...headers] = head.split('\r\n');
  const [method = '', target = '', version] = line.split(' ');
  expect(version, head).toBe('HTTP/1.1');
  expect(['GET', 'POST', 'DELETE'], head).toContain(method);
  expect(`${target.split('?')[0]}/`.startsWith(`${basePath}/`), head).toBe(true);
  const resolved = new URL(target, 'http://host.example');
  expect(resolved.host, head).toBe('host.example');
  expect(`${resolved.pathname}/`.startsWith(`${basePath}/`), head).toBe(true);
  expect(head, head).not.toMatch(/[\r\n](?![\n\r])(?!\n)x-injected/i);
  const named = headers.map((header) => header.split(': '));
  const valuesOf = (name: string) =>
    named.filter(([each]) => each?.toLowerCase() === name).map(([, value]) => value);
  expect(valuesOf('host'), head).toEqual([`127.0.0.1:${upstream.port}`]);
  expect(valuesOf('authorization'), head).toEqual([`Bearer ${token}`]);
  expect(valuesOf('x-injected'), head).toEqual([]);
  const names = named.map(([name]) => name?.toLowerCase());
  for (const forbidden of [
    'cookie',
    'forwarded',
    'x-forwarded-host',
    'x-forwarded-for',
    'x-original-url',
    'x-host',
    'upgrade',
    'te',
    'x-api-key',
    'proxy-connection',
    'x-http-method-override',
    'x-patchbay-organization',
  ])
    expect(names, head).not.toContain(forbidden);
}
