import { expect, test } from 'vitest';
import { createCookieJar } from './cookies.ts';

test('sends back what was set, the last value of a name counting', () => {
  const jar = createCookieJar();
  expect(jar.header()).toBeUndefined();
  jar.keep(['a=1; Path=/; HttpOnly', 'b=x=y; Secure']);
  jar.keep('a=2');
  expect(jar.header()).toBe('a=2; b=x=y');
});

test.each(['a=; Max-Age=0', 'a=deleted; expires=Thu, 01 Jan 1970 00:00:01 GMT; path=/'])(
  'forgets a cookie at %j',
  (deletion) => {
    const jar = createCookieJar();
    jar.keep('a=1');
    jar.keep(deletion);
    expect(jar.header()).toBeUndefined();
  },
);

test('keeps a bounded number of cookies', () => {
  const jar = createCookieJar();
  jar.keep(Array.from({ length: 500 }, (_, index) => `c${index}=1`));
  expect(jar.header()?.split('; ')).toHaveLength(50);
});
