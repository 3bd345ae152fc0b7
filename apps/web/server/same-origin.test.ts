import { describe, expect, it } from 'vitest';
import { mayChange, ownOrigins } from './same-origin.ts';

const origins = ownOrigins('https://patchbay.example.com');

const post = (headers: Record<string, string>) =>
  new Request('https://patchbay.example.com/o/acme', { method: 'POST', headers });

describe('ownOrigins', () => {
  it('is exactly the public address', () => {
    expect([...origins]).toEqual(['https://patchbay.example.com']);
  });

  it('takes every spelling of loopback, on the same port only', () => {
    expect([...ownOrigins('http://localhost:3000')]).toEqual([
      'http://localhost:3000',
      'http://127.0.0.1:3000',
      'http://[::1]:3000',
    ]);
  });
});

describe('mayChange', () => {
  it.each([
    ['our own page', { origin: 'https://patchbay.example.com', cookie: 's=1' }],
    [
      'our own page without Origin',
      { referer: 'https://patchbay.example.com/o/acme', cookie: 's=1' },
    ],
    ['a program with a key', { 'x-api-key': 'pb_1' }],
    ['a program with a bearer key', { authorization: 'Bearer pb_1' }],
    ['a program without anything, which is then unauthenticated', {}],
    ['a browser extension that holds a key but no cookie', { origin: 'null', 'x-api-key': 'pb_1' }],
  ])('lets %s through', (_who, headers) => {
    expect(mayChange(post(headers), origins)).toBe(true);
  });

  it.each([
    ['another site', { origin: 'https://evil.example', cookie: 's=1' }],
    ['another site before anyone signed in', { origin: 'https://evil.example' }],
    ['another scheme', { origin: 'http://patchbay.example.com', cookie: 's=1' }],
    ['another port', { origin: 'https://patchbay.example.com:8443', cookie: 's=1' }],
    ['a longer host name', { origin: 'https://patchbay.example.com.evil.example', cookie: 's=1' }],
    ['an opaque origin', { origin: 'null', cookie: 's=1' }],
    ['a foreign Referer', { referer: 'https://evil.example/patchbay.example.com', cookie: 's=1' }],
    ['a Referer that is no address', { referer: 'patchbay.example.com', cookie: 's=1' }],
    ['a cookie with neither header', { cookie: 's=1' }],
    ['a browser that hides where it comes from', { 'sec-fetch-site': 'cross-site' }],
    [
      'another site that adds a key to the cookie',
      { origin: 'https://evil.example', cookie: 's=1', 'x-api-key': 'pb_1' },
    ],
    [
      'a right Referer beside a wrong Origin',
      { origin: 'https://evil.example', referer: 'https://patchbay.example.com/' },
    ],
  ])('refuses %s', (_who, headers) => {
    expect(mayChange(post(headers), origins)).toBe(false);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('holds for %s as well', (method) => {
    const request = new Request('https://patchbay.example.com/', {
      method,
      headers: { origin: 'https://evil.example' },
    });
    expect(mayChange(request, origins)).toBe(false);
  });

  it('leaves reading to everyone', () => {
    const headers = { origin: 'https://evil.example', cookie: 's=1' };
    expect(mayChange(new Request('https://patchbay.example.com/', { headers }), origins)).toBe(
      true,
    );
  });
});
