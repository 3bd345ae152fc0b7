import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRawUpstream, openUpstream, sendRaw } from './testing/upstream.ts';
import { openProxyWorld } from './testing/world.ts';

let upstream: Awaited<ReturnType<typeof openUpstream>>;
let world: Awaited<ReturnType<typeof openProxyWorld>>;
let tenant: Awaited<ReturnType<typeof world.tenant>>;
let program: Awaited<ReturnType<typeof tenant.key>>;

beforeAll(async () => {
  upstream = await openUpstream();
  world = await openProxyWorld({
    upstreamPort: upstream.port,
    idleMs: 400,
    http: { idleTimeoutMs: 1_500 },
  });
  tenant = await world.tenant();
  program = await tenant.key();
});
afterAll(async () => {
  await world.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

const megabyte = Buffer.alloc(1_000_000, 120);

const ask = (method: string, path = '/x', headers: Record<string, string> = {}) =>
  httpRequest(`${world.base}/proxy/syncro${path}`, {
    method,
    headers: { ...program.headers, ...headers },
    agent: false,
  });

const eventually = async (isTrue: () => boolean) => {
  for (let tries = 0; tries < 300 && !isTrue(); tries += 1) await wait(10);
  expect(isTrue()).toBe(true);
};

describe('bodies', () => {
  it('of 400 MB go through in both directions without being kept', async () => {
    upstream.answer = (incoming, outgoing) => void incoming.pipe(outgoing);
    // In a process of its own, whose memory is nobody else's.
    const { port } = await world.spawn();
    const resident = async () =>
      Number((await (await fetch(`http://127.0.0.1:${port}/`)).json()).memory.rss);
    const outgoing = httpRequest(`http://127.0.0.1:${port}/proxy/syncro/x`, {
      method: 'POST',
      headers: program.headers,
      agent: false,
    });
    const before = await resident();
    let received = 0;
    const answered = once(outgoing, 'response').then(async ([reply]: IncomingMessage[]) => {
      for await (const chunk of reply ?? []) received += chunk.length;
    });
    let peak = 0;
    for (let sent = 0; sent < 400; sent += 1) {
      if (!outgoing.write(megabyte)) await once(outgoing, 'drain');
      if (sent % 10 === 9) peak = Math.max(peak, (await resident()) - before);
    }
    outgoing.end();
    await answered;
    expect(received).toBe(400_000_000);
    // What the collector has not looked at yet varies with the machine's speed; what is kept would be all of it.
    expect(peak).toBeLessThan(200_000_000);
  }, 60_000);

  it('wait upstream for a caller who does not read, and go on when it does', async () => {
    let written = 0;
    upstream.answer = async (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '50000000' });
      for (let part = 0; part < 50; part += 1) {
        const isTaken = outgoing.write(megabyte);
        written += 1;
        if (!isTaken) await once(outgoing, 'drain');
      }
      outgoing.end();
    };
    const outgoing = ask('GET');
    outgoing.end();
    const [reply]: IncomingMessage[] = await once(outgoing, 'response');
    reply?.pause();
    await wait(200);
    const stuckAt = written;
    expect(stuckAt).toBeLessThan(30);
    let received = 0;
    for await (const chunk of reply ?? []) received += chunk.length;
    expect(received).toBe(50_000_000);
  });

  it('are answered early, without cutting the caller off', async () => {
    upstream.answer = (incoming, outgoing) => {
      outgoing.writeHead(413, { 'content-length': '9' }).end('too large');
      incoming.resume();
    };
    const outgoing = ask('POST', '/x', { 'content-length': '3000000' });
    outgoing.on('error', () => undefined);
    outgoing.write(megabyte);
    const [reply]: IncomingMessage[] = await once(outgoing, 'response');
    expect(reply?.statusCode).toBe(413);
    outgoing.destroy();
  });
});

describe('somebody who goes away', () => {
  it('ends the call of the provider when it is the caller', async () => {
    let ended = 0;
    upstream.answer = (incoming, outgoing) => {
      outgoing.writeHead(200);
      outgoing.write('first');
      incoming.on('close', () => {
        ended += 1;
      });
    };
    const outgoing = ask('GET');
    outgoing.on('error', () => undefined);
    outgoing.end();
    const [reply]: IncomingMessage[] = await once(outgoing, 'response');
    await once(reply as IncomingMessage, 'data');
    outgoing.destroy();
    await eventually(() => ended === 1);
  });

  it('ends the call also before the first byte of an answer, and in the middle of a body', async () => {
    let closed = 0;
    upstream.answer = (incoming) => void incoming.on('close', () => (closed += 1));
    const silent = ask('GET');
    silent.on('error', () => undefined);
    silent.end();
    await eventually(() => upstream.seen.length === 1);
    silent.destroy();
    await eventually(() => closed === 1);
    const sending = ask('POST', '/x', { 'content-length': '1000' });
    sending.on('error', () => undefined);
    sending.write('some');
    await eventually(() => upstream.seen.length === 2);
    sending.destroy();
    await eventually(() => closed === 2);
    await eventually(() => [...world.calls.holds.accounts()].length > 0);
  });

  it('cuts the answer short when it is the provider, in the middle of a body', async () => {
    upstream.answer = (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' });
      outgoing.write('part', () => outgoing.destroy());
    };
    const reply = await fetch(`${world.base}/proxy/syncro/x`, { headers: program.headers });
    expect(reply.status).toBe(200);
    await expect(reply.text()).rejects.toThrow();
  });

  it('is told apart when it is the provider, before an answer', async () => {
    upstream.answer = (incoming) => void incoming.destroy();
    const reply = await fetch(`${world.base}/proxy/syncro/x`, { headers: program.headers });
    expect(reply.status).toBe(502);
    expect(reply.headers.get('x-patchbay-error')).toBe('unreachable');
  });
});

describe('somebody who is slow', () => {
  it('loses the call when it is a provider that says nothing', async () => {
    upstream.answer = () => undefined;
    const reply = await fetch(`${world.base}/proxy/syncro/x`, { headers: program.headers });
    expect(reply.status).toBe(504);
    expect(reply.headers.get('x-patchbay-error')).toBe('timeout');
  });

  it('loses the call when it is a caller that stops sending', async () => {
    let closed = 0;
    upstream.answer = (incoming) => void incoming.on('close', () => (closed += 1));
    const raw = await sendRaw(
      world.port,
      `POST /proxy/syncro/x HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${program.key}\r\nContent-Length: 100\r\n\r\nsome`,
      2_500,
    );
    expect(raw).toMatch(/^HTTP\/1\.1 504 /);
    await eventually(() => closed === 1);
  });

  it('loses the call when it is a caller that does not read', async () => {
    let closed = 0;
    upstream.answer = (incoming, outgoing) => {
      incoming.on('close', () => (closed += 1));
      outgoing.writeHead(200);
      for (let part = 0; part < 20; part += 1) outgoing.write(megabyte);
    };
    const socket = connect(world.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(`GET /proxy/syncro/x HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${program.key}\r\n\r\n`);
    await eventually(() => closed === 1);
    socket.destroy();
  });
});

it('what is no HTTP is an answer that cannot be read', async () => {
  const strange = await openRawUpstream(
    (socket) => void socket.on('data', () => socket.end('SSH-2.0-OpenSSH\r\n')),
  );
  const other = await openProxyWorld({ upstreamPort: strange.port });
  const { headers } = await (await other.tenant()).key();
  const reply = await fetch(`${other.base}/proxy/syncro/x`, { headers });
  expect(reply.status).toBe(502);
  expect(reply.headers.get('x-patchbay-error')).toBe('invalid_response');
  await other.close();
  await strange.close();
});
