import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createHttp, type Http } from '@patchbay/providers';
import { fixedClock } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Letter } from './headers.ts';
import { post, requireReceiver } from './post.ts';
import { openReceiver, type Receiver } from './testing/receiver.ts';

const secret = `whsec_${Buffer.from('a secret that nobody may ever see').toString('base64')}`;
const letter: Letter = {
  eventId: '0d4ff2a9-5c7e-4f0c-9b57-8a3f1f6a2f10',
  provider: 'github',
  source: null,
  type: 'push',
  channel: null,
  receivedAt: new Date(),
  contentType: null,
  headers: { 'content-encoding': 'gzip', cookie: 'a=b', 'x-line': 'a\nb' },
  body: Buffer.from('body'),
  attempt: 1,
  isReplay: false,
};
const never = new AbortController().signal;

let http: Http;
let receiver: Receiver;
beforeAll(async () => {
  http = createHttp({ clock: fixedClock(), allow: ['127.0.0.1', 'inside.example'] });
  receiver = await openReceiver();
});
afterAll(async () => {
  await receiver.close();
  await http.close();
});
const send = (url = receiver.url, signal = never) =>
  post(http, { url, secrets: [secret] }, letter, signal);

describe('an answer', () => {
  it('is kept in part, without the secret', async () => {
    receiver.next((response) =>
      response.writeHead(500).end(`bad key ${secret}${'x'.repeat(9_000)}`),
    );
    const { result, answer } = await send();
    expect(result).toEqual({ kind: 'answered', status: 500, retryAfterMs: null });
    expect(answer).toMatch(/^bad key \[redacted\]x+$/);
    expect(answer?.length).toBeLessThanOrEqual(4_096);
  });

  it('counts by its status although its body breaks off or never ends', async () => {
    receiver.next((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('begin', () => response.destroy());
    });
    expect((await send()).result).toMatchObject({ kind: 'answered', status: 200 });
    receiver.next((response) => {
      response.writeHead(202);
      const more = () => response.write(Buffer.alloc(65_536), () => !response.destroyed && more());
      more();
    });
    expect((await send()).result).toMatchObject({ kind: 'answered', status: 202 });
  });

  it('that redirects is not followed', async () => {
    const before = receiver.received.length;
    receiver.next((response) => response.writeHead(307, { location: receiver.url }).end());
    expect((await send()).result).toMatchObject({ status: 307 });
    expect(receiver.received.length).toBe(before + 1);
  });

  it('may ask to wait', async () => {
    receiver.next((response) => response.writeHead(503, { 'retry-after': '7' }).end());
    expect((await send()).result).toMatchObject({ status: 503, retryAfterMs: 7_000 });
  });
});

describe('what keeps a post from arriving', () => {
  it('is told in words, never in those of the socket', async () => {
    const plain = createServer((socket) => {
      socket.once('data', () => socket.end('no http\r\n\r\n').destroySoon());
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo;
    const odd = await send(`http://127.0.0.1:${port}/`);
    await new Promise((resolve) => plain.close(resolve));
    const closed = await send(`http://127.0.0.1:${port}/`);
    expect([odd, closed].map(({ result }) => result)).toEqual([
      { kind: 'failed', message: '127.0.0.1 does not answer with HTTP.' },
      { kind: 'failed', message: '127.0.0.1 refused the connection.' },
    ]);
  });

  it('can be the end of the worker', async () => {
    const stop = new AbortController();
    receiver.next(() => stop.abort());
    const { result } = await send(receiver.url, stop.signal);
    expect(result).toEqual({ kind: 'failed', message: 'The worker was stopped.' });
  });
});

it('sends what belongs to the body, and nothing that belongs to the way', async () => {
  await send();
  const headers = receiver.received.at(-1)?.headers;
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': '4' });
  expect(headers).not.toHaveProperty('cookie');
  expect(headers).not.toHaveProperty('x-line');
});

describe('the address', () => {
  it.each(['https://93.184.216.34/hooks', 'http://127.0.0.1:8080/', 'http://inside.example/hooks'])(
    '%s may be sent to',
    (url) => {
      expect(requireReceiver(http, url).href).toBe(url);
    },
  );

  it.each([
    ['http://example.org/hooks', /https/],
    ['https://10.0.0.1/hooks', /not a public address/],
    ['https://169.254.169.254/latest', /metadata/],
    ['https://[::1]/', /not a public address/],
    ['https://user:pass@example.org/', /user name/],
    ['ftp://example.org/', /http/],
    ['hooks', /no address/],
  ])('%s may not', (url, reason) => {
    expect(() => requireReceiver(http, url)).toThrow(reason);
  });
});
