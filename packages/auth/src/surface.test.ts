import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openIdentityDatabase } from './database.ts';
import { createLibrary } from './library.ts';
import { isOnSurface } from './surface.ts';
import { ada, browser, cookieOf, freshAuth, origin, post } from './testing/fresh-auth.ts';

const cookieHeader = (setCookie: string[]) => ({ cookie: cookieOf(setCookie).get('cookie') ?? '' });

describe('what is reachable over HTTP', () => {
  test('is the list and nothing else of what the library would serve', async () => {
    const { auth, settings } = await freshAuth();
    const { setCookie } = await auth.signUp(ada, browser);
    const db = openIdentityDatabase(settings.url, 1);
    const endpoints: { path?: string }[] = Object.values(createLibrary(settings, db).api);
    await db.destroy();
    const hidden = endpoints.flatMap(({ path }) => (path && !isOnSurface(path) ? [path] : []));
    expect(hidden).toContain('/organization/invite-member');
    expect(hidden).toContain('/organization/delete');
    expect(hidden).toContain('/update-user');
    for (const path of hidden) {
      const request = post(path, {}, cookieHeader(setCookie));
      expect([path, (await auth.handler(request)).status]).toEqual([path, 404]);
    }
  });

  test('has no second spelling', async () => {
    const { auth } = await freshAuth();
    const spellings = ['//organization/create', '/organization/create/', '/%6frganization/create'];
    for (const path of [...spellings, '/sign-out/../organization/create', '/sign-out/']) {
      expect([path, (await auth.handler(post(path, {}))).status]).toEqual([path, 404]);
    }
  });

  test('answers sign-in without the session token, which only the cookie carries', async () => {
    const { auth } = await freshAuth();
    await auth.createUser(ada);
    const response = await auth.handler(post('/sign-in/email', ada), browser.address);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ user: { email: ada.email } });

    const setCookie = response.headers.getSetCookie();
    const token = decodeURIComponent(setCookie.join()).match(/session_token=([^.]+)/)?.[1] ?? '';
    expect(token).toHaveLength(32);
    const get = new Request(`${origin}/api/auth/get-session`, { headers: cookieHeader(setCookie) });
    const session = await (await auth.handler(get)).text();
    expect(JSON.parse(session)).toMatchObject({ user: { email: ada.email } });
    expect(text + session).not.toContain(token);
  });

  test('refuses a cookie that comes with a foreign origin or none', async () => {
    const { auth } = await freshAuth();
    const { setCookie } = await auth.signUp(ada, browser);
    const signOut = (headers: Record<string, string>) =>
      auth.handler(post('/sign-out', {}, { ...cookieHeader(setCookie), ...headers }));
    expect((await signOut({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await signOut({ origin: '' })).status).toBe(403);
    expect(await auth.sessionOf(cookieOf(setCookie))).not.toBeNull();
    expect((await signOut({})).status).toBe(200);
  });

  test('limits a body, and wants JSON', async () => {
    const { auth } = await freshAuth();
    const long = await auth.handler(post('/sign-in/email', { ...ada, email: 'x'.repeat(20_000) }));
    expect(long.status).toBe(400);
    const text = new Request(`${origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { origin },
      body: 'email=ada',
    });
    expect((await auth.handler(text)).status).toBe(400);
  });

  test('says how long to wait', async () => {
    const { auth } = await freshAuth();
    const wrong = { ...ada, password: 'not the password' };
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect((await auth.handler(post('/sign-in/email', wrong), '192.0.2.1')).status).toBe(401);
    }
    const response = await auth.handler(post('/sign-in/email', wrong), '192.0.2.1');
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('the session cookie', () => {
  test('is HttpOnly and Lax, and over https Secure and pinned to the host', async () => {
    const { auth } = await freshAuth({ publicUrl: 'https://patchbay.example.org' });
    const [line = ''] = (await auth.signUp(ada, browser)).setCookie;
    expect(line).toMatch(/^__Host-patchbay\.session_token=/);
    const attributes = line.split('; ').slice(1);
    expect(attributes).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']),
    );
    expect(line).not.toContain('Domain');
  });

  test('is kept apart by port over http, so that two copies do not sign each other out', async () => {
    const { auth } = await freshAuth();
    const [line = ''] = (await auth.signUp(ada, browser)).setCookie;
    expect(line).toMatch(/^patchbay-3000\.session_token=/);
    expect(line).toContain('HttpOnly');
    expect(line).not.toContain('Secure');
  });
});

test('nothing that was typed reaches the log or the console', async () => {
  const lines: string[] = [];
  const consoles = (['error', 'warn', 'log'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...args) => void lines.push(inspect(args))),
  );
  onTestFinished(() => {
    for (const spy of consoles) spy.mockRestore();
  });
  const { auth, query } = await freshAuth({ log: (level, text) => lines.push(`${level} ${text}`) });
  await auth.createUser(ada);
  await auth.handler(post('/sign-in/email', { ...ada, password: 'wrong secret 17' }));
  await auth.handler(post('/sign-up/email', ada));
  // PostgreSQL quotes the whole row that breaks a rule, here with the hash of the password.
  await query('alter table auth.account add check (password is null) not valid');
  const broken = await auth.handler(post('/sign-up/email', { ...ada, email: 'eve@example.org' }));
  expect(broken.status).toBe(500);
  const log = lines.join('\n');
  expect(log).toContain('error An identity request failed');
  for (const secret of [ada.email, ada.password, 'wrong secret 17', 'eve@', 'Failing row']) {
    expect(log).not.toContain(secret);
  }
});
