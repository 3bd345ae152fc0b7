import { services } from '@patchbay/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openUpstream, sendRaw } from './testing/upstream.ts';
import { basePath, openProxyWorld, token } from './testing/world.ts';

let upstream: Awaited<ReturnType<typeof openUpstream>>;
let world: Awaited<ReturnType<typeof openProxyWorld>>;
let tenant: Awaited<ReturnType<typeof world.tenant>>;
let program: Awaited<ReturnType<typeof tenant.key>>;
const answer: { usual: typeof upstream.answer | null } = { usual: null };

beforeAll(async () => {
  upstream = await openUpstream();
  answer.usual = upstream.answer;
  world = await openProxyWorld({ upstreamPort: upstream.port });
  tenant = await world.tenant();
  program = await tenant.key();
});
afterAll(async () => {
  await world.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
  if (answer.usual) upstream.answer = answer.usual;
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${world.base}/proxy/syncro${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...program.headers, ...Object.fromEntries(new Headers(init.headers)) },
  });

const valuesOf = (headers: string[], name: string): string[] =>
  headers.flatMap((each, at) =>
    at % 2 === 0 && each.toLowerCase() === name ? [headers[at + 1] ?? ''] : [],
  );

describe('a call through the proxy', () => {
  it('goes below the base address of the integration with its credentials', async () => {
    const reply = await call('/customers?page=2&q=a%20b');
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({ ok: true });
    expect(upstream.seen).toHaveLength(1);
    const [seen] = upstream.seen;
    expect(seen?.url).toBe(`${basePath}/customers?page=2&q=a%20b`);
    expect(valuesOf(seen?.headers ?? [], 'authorization')).toEqual([`Bearer ${token}`]);
  });

  it('hands on neither our key, nor cookies, nor where the caller is', async () => {
    const raw = [
      'GET /proxy/syncro/me HTTP/1.1',
      'Host: patchbay.example',
      `X-Api-Key: ${program.key}`,
      'Cookie: session=1',
      'X-Forwarded-For: 10.0.0.1',
      'X-Forwarded-Host: evil.example',
      'X-Original-URL: /admin',
      'X-Rewrite-URL: /admin',
      'Forwarded: for=10.0.0.1',
      'Proxy-Authorization: Basic abc',
      'Connection: close, X-Private',
      'X-Private: one hop only',
      'TE: trailers',
      'X-Kept: yes',
      'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      '',
      '',
    ].join('\r\n');
    expect(await sendRaw(world.port, raw)).toMatch(/^HTTP\/1\.1 200 /);
    const names = upstream.seen[0]?.headers
      .filter((_, at) => at % 2 === 0)
      .map((n) => n.toLowerCase());
    expect(names?.toSorted()).toEqual([
      'authorization',
      'connection',
      'host',
      'traceparent',
      'user-agent',
      'x-correlation-id',
      'x-kept',
    ]);
    expect(valuesOf(upstream.seen[0]?.headers ?? [], 'host')).toEqual([
      `127.0.0.1:${upstream.port}`,
    ]);
  });

  it('passes on status and end-to-end headers as they are, and drops the rest', async () => {
    upstream.answer = (_request, response) => {
      response.writeHead(418, 'I am a teapot', [
        'Link',
        '<https://x.example/?page=2>; rel="next"',
        'X-RateLimit-Remaining',
        '41',
        'ETag',
        'W/"abc"',
        'X-Odd',
        'caf\u00e9',
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
        'Alt-Svc',
        'h3=":443"',
        'X-Patchbay-Error',
        'forged',
        'Connection',
        'keep-alive, X-Hop',
        'X-Hop',
        'gone',
        'Content-Length',
        '2',
      ]);
      response.end('hi');
    };
    const raw = await sendRaw(
      world.port,
      `GET /proxy/syncro/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-Key: ${program.key}\r\nX-Correlation-Id: my-own-id-1\r\n\r\n`,
    );
    const [head = '', body] = raw.split('\r\n\r\n');
    expect(body).toBe('hi');
    const lines = head.split('\r\n');
    expect(lines[0]).toBe('HTTP/1.1 418 I am a teapot');
    expect(lines).toContain('Link: <https://x.example/?page=2>; rel="next"');
    expect(lines).toContain('ETag: W/"abc"');
    expect(lines).toContain('X-RateLimit-Remaining: 41');
    // Node sent it as UTF-8 together with the text behind it; those bytes arrive.
    expect(lines).toContain('X-Odd: caf\u00c3\u00a9');
    expect(lines).toContain('x-correlation-id: my-own-id-1');
    expect(head).not.toMatch(/set-cookie|alt-svc|x-patchbay-error|x-hop/i);
  });

  it('names every answer, and takes no name that could not stand in a header', async () => {
    const made = (await call('/me')).headers.get('x-correlation-id') ?? '';
    expect(made).toMatch(/^call_[a-z0-9]{13,}$/);
    const refused = await call('/me', { headers: { 'x-correlation-id': 'a b' } });
    expect(refused.headers.get('x-correlation-id')).not.toBe('a b');
    expect(valuesOf(upstream.seen[0]?.headers ?? [], 'x-correlation-id')).toEqual([made]);
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'takes %s',
    async (method) => {
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? '{"a":1}' : undefined;
      const received: Buffer[] = [];
      upstream.answer = (request, response) => {
        request.on('data', (chunk) => received.push(chunk));
        request.on('end', () => response.writeHead(200, { 'content-length': '4' }).end('done'));
      };
      const reply = await call('/tickets', { method, ...(body && { body }) });
      expect(reply.status).toBe(200);
      expect(await reply.text()).toBe(method === 'HEAD' ? '' : 'done');
      expect(upstream.seen[0]?.method).toBe(method);
      expect(Buffer.concat(received).toString()).toBe(body ?? '');
    },
  );

  it.each([204, 304])('ends an answer that has no body (%i)', async (status) => {
    upstream.answer = (_request, response) =>
      void response.writeHead(status, { etag: '"1"' }).end();
    const reply = await call('/me');
    expect(reply.status).toBe(status);
    expect(await reply.text()).toBe('');
    // The connection is still in step.
    expect((await call('/me')).status).toBe(status);
  });

  it('waits for the answer behind early hints, and drops trailers', async () => {
    upstream.answer = (_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeHead(200, { trailer: 'x-sum' });
      response.write('one ');
      response.addTrailers({ 'x-sum': '1' });
      response.end('two');
    };
    const raw = await sendRaw(
      world.port,
      `GET /proxy/syncro/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-Key: ${program.key}\r\n\r\n`,
    );
    expect(raw).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(raw).not.toMatch(/preload|x-sum/);
    expect(raw).toContain('one ');
    expect(raw.endsWith('0\r\n\r\n')).toBe(true);
  });

  it('passes a redirect on and does not follow it', async () => {
    upstream.answer = (_request, response) =>
      void response.writeHead(302, { location: 'http://evil.example/' }).end();
    const reply = await call('/me');
    expect(reply.status).toBe(302);
    expect(reply.headers.get('location')).toBe('http://evil.example/');
    expect(upstream.seen).toHaveLength(1);
  });
});

describe('who may use the proxy', () => {
  const ask = async (headers: Record<string, string>, path = '/proxy/syncro/me') => {
    const reply = await fetch(`${world.base}${path}`, { headers });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    const problem = await reply.json();
    expect(problem).toMatchObject({ type: 'about:blank', status: reply.status });
    expect(problem.instance).toBe(reply.headers.get('x-correlation-id'));
    expect(problem.code).toBe(reply.headers.get('x-patchbay-error'));
    expect(problem.retryable).toBe(false);
    return { status: reply.status, code: problem.code };
  };

  it('a program with a key that may make calls, and nobody else', async () => {
    const reader = await tenant.key(['settings:read']);
    expect(await ask({})).toEqual({ status: 401, code: 'unauthenticated' });
    expect(await ask({ authorization: 'Bearer pb_wrong' })).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
    expect(await ask({ authorization: `Bearer pb_${'a'.repeat(32)}` })).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
    expect(await ask(reader.headers)).toEqual({ status: 403, code: 'forbidden' });
    expect(await ask({ cookie: `better-auth.session_token=${program.key}` })).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
    const two = { authorization: `Bearer ${program.key}`, 'x-api-key': reader.key };
    expect(await ask(two)).toEqual({ status: 401, code: 'unauthenticated' });
    expect(upstream.seen).toEqual([]);
  });

  it('reaches only the integrations of its own organization', async () => {
    const other = await world.tenant();
    await services.integrations.remove(other.owner, { provider: 'syncro' });
    const { headers } = await other.key();
    expect(await ask(headers)).toEqual({ status: 409, code: 'not_configured' });
    expect(await ask(headers, '/proxy/nothing/me')).toEqual({
      status: 409,
      code: 'not_configured',
    });
    expect(upstream.seen).toEqual([]);
  });

  it('is told what is wrong with the integration', async () => {
    const other = await world.tenant();
    const { headers } = await other.key();
    await services.integrations.toggle(other.owner, { provider: 'syncro' });
    expect(await ask(headers)).toEqual({ status: 409, code: 'disabled' });
    expect(await ask(headers, '/proxy/obs/x')).toEqual({ status: 409, code: 'not_configured' });
    expect(await ask(headers, '/proxy/')).toEqual({ status: 400, code: 'invalid_path' });
  });

  it('cannot have a credential echoed by TRACE', async () => {
    const raw = await sendRaw(
      world.port,
      `TRACE /proxy/syncro/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-Key: ${program.key}\r\n\r\n`,
    );
    expect(raw).toMatch(/^HTTP\/1\.1 400 /);
    expect(upstream.seen).toEqual([]);
  });
});
