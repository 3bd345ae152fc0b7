import { describe, expect, it } from 'vitest';
import { type AppDependencies, createApp } from './app.ts';
import type { LoadContext } from './context.ts';

const publicUrl = 'https://patchbay.example.com';

function appWith(overrides: Partial<AppDependencies> = {}) {
  return createApp({
    publicUrl,
    ready: async () => true,
    context: async ({ nonce, requestId }) => ({
      context: pageContext(nonce, requestId),
      setCookie: ['session=prolonged'],
    }),
    pages: async (_request, { nonce, requestId }) => Response.json({ nonce, requestId }),
    ...overrides,
  });
}

const pageContext = (nonce: string, requestId: string): LoadContext => {
  const unused = () => {
    throw new Error('not needed here');
  };
  return {
    nonce,
    requestId,
    publicUrl,
    session: { user: null },
    signup: 'closed',
    sandboxSettings: {},
    caller: unused,
    refusal: unused,
    identity: {
      signIn: unused,
      signUp: unused,
      signOut: unused,
      changePassword: unused,
      sessions: unused,
      endSession: unused,
      deleteAccount: unused,
      signOn: { client: unused, consentRequest: unused, answerConsent: unused },
    },
  };
};

describe('health', () => {
  it('is alive while the database is away, and says that it is not ready', async () => {
    const app = appWith({ ready: () => Promise.reject(new Error('connection refused')) });
    expect((await app.request('/healthz')).status).toBe(200);
    expect((await app.request('/readyz')).status).toBe(503);
  });

  it('is ready when the database is', async () => {
    expect((await appWith().request('/readyz')).status).toBe(200);
  });
});

describe('every answer', () => {
  it('allows only scripts that carry the nonce of this answer', async () => {
    const app = appWith();
    const [first, second] = [await app.request('/'), await app.request('/')];
    const { nonce } = await first.json();
    const policy = first.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
    expect(policy).not.toContain('unsafe-inline');
    for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(part);
    expect((await second.json()).nonce).not.toBe(nonce);
  });

  it('is not stored, not sniffed and kept on https', async () => {
    const { headers } = await appWith().request('/');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  it('does not ask for https where there is none', async () => {
    const { headers } = await appWith({ publicUrl: 'http://localhost:3000' }).request('/');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
  });

  it('names the reload socket while developing, and nothing else from elsewhere', async () => {
    const { headers } = await appWith({ reloadSocket: 'ws://127.0.0.1:24678' }).request('/');
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:24678;");
    expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
  });

  it('leaves caching to pages that decided about it', async () => {
    const pages = async () => new Response('', { headers: { 'cache-control': 'max-age=60' } });
    expect((await appWith({ pages }).request('/')).headers.get('cache-control')).toBe('max-age=60');
  });
});

describe('a session that was prolonged on the way', () => {
  it('reaches the browser when it reads', async () => {
    const answer = await appWith().request('/');
    expect(answer.headers.getSetCookie()).toEqual(['session=prolonged']);
  });

  it('does not undo what an action did to the session', async () => {
    const headers = { origin: publicUrl, cookie: 's=1' };
    const body = new URLSearchParams();
    const answer = await appWith().request('/sign-out', { method: 'POST', headers, body });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('the request id', () => {
  it('is the same in the answer and in the page', async () => {
    const answer = await appWith().request('/');
    const { requestId } = await answer.json();
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(requestId).toMatch(/^req_/);
  });

  it('echoes the one of the caller, unless it could break a log line', async () => {
    const ask = (id: string) => appWith().request('/', { headers: { 'x-request-id': id } });
    expect((await ask('trace-0123456789')).headers.get('x-request-id')).toBe('trace-0123456789');
    expect((await ask('a b"c {injected}')).headers.get('x-request-id')).toMatch(/^req_/);
  });
});

describe('a request that changes something', () => {
  const change = (headers: Record<string, string>, text = 'a=1') => {
    const body = new URLSearchParams(text);
    return appWith().request('/o/acme', { method: 'POST', headers, body });
  };

  it('reaches the page from our own origin', async () => {
    expect((await change({ origin: publicUrl, cookie: 's=1' })).status).toBe(200);
  });

  it('is refused from elsewhere, with the request id', async () => {
    const answer = await change({ origin: 'https://evil.example', cookie: 's=1' });
    expect(answer.status).toBe(403);
    const problem = await answer.json();
    expect(problem.code).toBe('forbidden');
    expect(problem.instance).toBe(answer.headers.get('x-request-id'));
  });

  it('is refused in words where a page was asked for', async () => {
    const answer = await change({ origin: 'https://evil.example', accept: 'text/html' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('did not come from https://patchbay.example.com');
  });

  it('is refused above 1 MB', async () => {
    const answer = await change({ origin: publicUrl }, 'x'.repeat(1024 * 1024 + 1));
    expect(answer.status).toBe(413);
  });
});

describe('a page', () => {
  const sent = { origin: publicUrl, cookie: 's=1' };

  it('gets the form whole, without an Origin to compare with the name a proxy calls it by', async () => {
    const pages = async (request: Request) =>
      Response.json({
        origin: request.headers.get('origin'),
        name: (await request.formData()).get('name'),
      });
    const body = new URLSearchParams({ name: 'Ada' });
    const headers = { ...sent, host: '127.0.0.1:3000' };
    const answer = await appWith({ pages }).request('/o/acme', { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ origin: null, name: 'Ada' });
  });

  it.each(['application/json', 'multipart/form-data', 'text/plain'])(
    'is not bothered with a body of %s',
    async (type) => {
      const headers = { ...sent, 'content-type': type };
      const answer = await appWith().request('/sign-in', { method: 'POST', headers, body: '{' });
      expect(answer.status).toBe(415);
    },
  );

  it.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('has no method %s', async (method) => {
    const answer = await appWith().request('/o/acme', { method, headers: sent });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });
});
