import { expect, test } from 'vitest';
import { ada, browser, cookieOf, freshAuth, password, refusal } from './testing/fresh-auth.ts';

const wrong = { email: ada.email, password: 'not the password' };
const from = (address: string) => ({ ...browser, address });

test('a person signs up, is signed in by the cookie, and signs out', async () => {
  const { auth } = await freshAuth();
  const { user, setCookie } = await auth.signUp(ada, browser);
  const headers = cookieOf(setCookie);
  expect((await auth.sessionOf(headers))?.user).toMatchObject({ ...user, email: ada.email });

  const left = await auth.signOut({ ...browser, headers });
  expect(left.setCookie.join()).toContain('Max-Age=0');
  expect(await auth.sessionOf(headers)).toBeNull();
});

test('signing in never tells whether the person exists', async () => {
  const { auth } = await freshAuth();
  await auth.createUser(ada);
  const known = await refusal(auth.signIn(wrong, browser));
  const unknown = await refusal(auth.signIn({ ...wrong, email: 'eve@example.org' }, browser));
  expect(known).toMatchObject({ code: 'unauthenticated' });
  expect(unknown).toEqual(known);
});

test('the sixth wrong password for an account waits, even if it is right', async () => {
  const { auth } = await freshAuth();
  await auth.createUser(ada);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    expect(await refusal(auth.signIn(wrong, browser))).toMatchObject({ code: 'unauthenticated' });
  }
  const { code, retryAfterSeconds } = await refusal(auth.signIn(ada, browser));
  expect(code).toBe('rate_limited');
  expect(retryAfterSeconds).toBeGreaterThan(60);
  expect(retryAfterSeconds).toBeLessThanOrEqual(900);
});

test('guesses from one place do not lock the person out of another', async () => {
  const { auth } = await freshAuth();
  await auth.createUser(ada);
  for (let attempt = 1; attempt <= 6; attempt += 1) await refusal(auth.signIn(wrong, browser));
  expect(await auth.signIn(ada, from('198.51.100.7'))).toMatchObject({
    user: { email: ada.email },
  });
});

test('guesses in parallel are counted before they are tried', async () => {
  const { auth } = await freshAuth();
  await auth.createUser(ada);
  const codes = await Promise.all(
    Array.from({ length: 8 }, async () => (await refusal(auth.signIn(wrong, browser))).code),
  );
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(3);
});

test('a right password forgets the wrong ones before it', async () => {
  const { auth } = await freshAuth();
  await auth.createUser(ada);
  for (const round of [1, 2]) {
    for (let attempt = 1; attempt <= 4; attempt += 1) await refusal(auth.signIn(wrong, browser));
    expect(await auth.signIn(ada, browser), `round ${round}`).toBeTruthy();
  }
});

test('one place guessing at many accounts is stopped, and the window ends', async () => {
  const { auth, query } = await freshAuth();
  await auth.createUser(ada);
  await query(`insert into auth."rateLimit" ("key", "count", "lastRequest")
    values ('sign-in|192.0.2.10', 50, (extract(epoch from now()) * 1000)::bigint)`);
  expect(await refusal(auth.signIn(ada, browser))).toMatchObject({ code: 'rate_limited' });
  await query(`update auth."rateLimit" set "lastRequest" = "lastRequest" - 900000`);
  expect(await auth.signIn(ada, browser)).toMatchObject({ user: { email: ada.email } });
});

test('a header in which no proxy is trusted changes nobody’s address', async () => {
  const { auth } = await freshAuth();
  await auth.createUser(ada);
  const codes: string[] = [];
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    const headers = new Headers({
      'x-forwarded-for': `203.0.113.${attempt}`,
      'x-patchbay-client-address': `203.0.113.${attempt}`,
    });
    codes.push((await refusal(auth.signIn(wrong, { ...browser, headers }))).code);
  }
  expect(codes.at(-1)).toBe('rate_limited');
});

test('the limits hold neither addresses of people nor what was typed as one', async () => {
  const { auth, query } = await freshAuth();
  await refusal(auth.signIn({ email: password, password: 'x' }, browser));
  const rows = JSON.stringify(await query('select * from auth."rateLimit"'));
  expect(rows).toContain('sign-in|');
  expect(rows).not.toContain(password);
});
