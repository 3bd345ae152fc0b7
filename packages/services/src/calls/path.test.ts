import { describe, expect, it, test } from 'vitest';
import { checkEndpoint, encodeUnicode, withQuery } from './path.ts';

describe('an endpoint', () => {
  it.each([
    '',
    '/',
    '/me',
    '/users/@me',
    '/customers/12?page=2&sort=name%20asc',
    '/repos/group%2Fproject/issues',
    '/files/report.v2.pdf',
    '/a..b/c',
    '/search?q=..%2F..%2F&url=https://example.org/a//b?c',
    '/caf%C3%A9/%E2%9C%93',
    '/items;version=2/3',
    '/:batchGet',
    `/${'a'.repeat(8_000)}`,
  ])('may be %j', (endpoint) => {
    expect(checkEndpoint(endpoint)).toBe(endpoint);
  });

  it.each([
    'me',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '@evil.example/',
    ':80@evil.example/',
    '.evil.example/',
    '/a//b',
    '/..',
    '/../admin',
    '/a/../../admin',
    '/a/..',
    '/./a',
    '/%2e%2e/admin',
    '/%2E%2e/admin',
    '/.%2e/admin',
    '/a/%2e%2e%2fadmin',
    '/a%2f..%2fadmin',
    '/a%5c..%5cadmin',
    '/%252e%252e/admin',
    '/%25252e%25252e/admin',
    '/%2525252e%2525252e/admin',
    '/..;/admin',
    '/..;a=b/admin',
    '/%2e%2e;/admin',
    '/.. /admin',
    '/..%20/admin',
    '/..%09/admin',
    '/%c0%ae%c0%ae/admin',
    '/..%c0%af/admin',
    '/a\r\nHost: evil.example',
    '/a%0d%0aHost:%20evil.example',
    '/a%00b',
    '/a\u0000b',
    '/a b',
    '/a#b',
    '/a\tb',
    '/caf\u00e9',
    '/%zz',
    '/%2',
    '/a?b=c d',
    '/a?b=c\r\nX: y',
    '/a?b=c#d',
    `/${'a'.repeat(16_001)}`,
  ])('is refused as %j', (endpoint) => {
    expect(() => checkEndpoint(endpoint)).toThrow(
      expect.objectContaining({ call: 'invalid_path', code: 'invalid_input' }),
    );
  });
});

test('whatever is accepted resolves below its base address, on its host', () => {
  const parts = [
    '/',
    '..',
    '.',
    '%2e',
    '%2f',
    '%5c',
    '\\',
    ';',
    '@',
    ':',
    '//',
    'a',
    '%252e',
    '%c0%ae',
    '?',
    '#',
    ' ',
    '\r\n',
    '%0d',
    '\u00e9',
    '&',
    '=',
    '%',
  ];
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  let accepted = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const length = 1 + next(7);
    const endpoint = `/${Array.from({ length }, () => parts[next(parts.length)]).join('')}`;
    try {
      checkEndpoint(endpoint);
    } catch {
      continue;
    }
    accepted += 1;
    let text = `https://api.example/base/v1${endpoint}`;
    // As a server reads it that decodes once more than it should, and takes backslashes for slashes.
    for (let decodings = 0; decodings < 3; decodings += 1) {
      const url = new URL(text);
      expect(url.host, endpoint).toBe('api.example');
      expect(`${url.pathname}/`, endpoint).toMatch(/^\/base\/v1\//);
      const path = (text.split('?')[0] ?? '').slice('https://api.example'.length);
      text = `https://api.example${path.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))}`;
      if (/[?#]/.test(text.slice('https://api.example'.length))) break;
    }
  }
  expect(accepted).toBeGreaterThan(500);
});

test('a query is encoded, whatever is in it', () => {
  const query = { q: 'a&b=c#\r\n?/../', list: ['1', '2'], n: 3, 'x[y]': true };
  const endpoint = withQuery('/find?a=1', query);
  expect(checkEndpoint(endpoint)).toBe(
    '/find?a=1&q=a%26b%3Dc%23%0D%0A%3F%2F..%2F&list=1&list=2&n=3&x%5By%5D=true',
  );
  expect(withQuery('/find', {})).toBe('/find');
});

test('letters of other scripts are encoded for those who write them plainly', () => {
  expect(encodeUnicode('/caf\u00e9/\u2713 x')).toBe('/caf%C3%A9/%E2%9C%93%20x');
  expect(() => checkEndpoint(encodeUnicode('/a\r\nb'))).toThrow();
  expect(() => encodeUnicode('/\ud800')).toThrow(expect.objectContaining({ call: 'invalid_path' }));
});
