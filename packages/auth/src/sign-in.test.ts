import { expect, test } from 'vitest';
import { ada, browser, cookieOf, freshAuth, password } from './testing.ts';

test('a person signs up, is signed in by the cookie, and signs out', async () => {
  const { auth } = await freshAuth();
  const { user, setCookie } = await auth.signUp(ada, browser);
  const headers = cookieOf(setCookie);
  expect((await auth.sessionOf(headers))?.user).toEqual({ ...user, operator: true });

  const left = await auth.signOut({ ...browser, headers });
  expect(left.setCookie.join()).toContain('Max-Age=0');
  expect(await auth.sessionOf(headers)).toBeNull();
});
