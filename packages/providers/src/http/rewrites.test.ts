import { expect, test } from 'vitest';
import { describeRewrites, requireTargets, rewriteUrl } from './rewrites.ts';

const rewrites = {
  '*.syncromsp.com': 'http://127.0.0.1:4010',
  'api.vendor.com': 'http://127.0.0.1:4010/fakes/',
};
const rewritten = (url: string) => rewriteUrl(new URL(url), rewrites).href;

test('a host of the pattern goes to the target, its name leading the path', () => {
  expect(rewritten('https://acme.syncromsp.com/api/v1/me?page=1')).toBe(
    'http://127.0.0.1:4010/acme.syncromsp.com/api/v1/me?page=1',
  );
  expect(rewritten('https://API.vendor.com/x')).toBe(
    'http://127.0.0.1:4010/fakes/api.vendor.com/x',
  );
});

test.each([
  'https://syncromsp.com/',
  'https://syncromsp.com.evil.example/',
  'https://evilsyncromsp.com/',
  'https://sub.api.vendor.com/',
])('%s is none of the pattern and stays as it is', (url) => expect(rewritten(url)).toBe(url));

test('a stand-in takes only what it speaks', () => {
  const both = {
    'shell.example.org': 'ssh://127.0.0.1:2222',
    '*.example.org': 'http://127.0.0.1:1',
  };
  const placed = (url: string) => rewriteUrl(new URL(url), both).href;
  expect(placed('ssh://shell.example.org:22')).toBe('ssh://127.0.0.1:2222');
  expect(placed('https://shell.example.org/a')).toBe('http://127.0.0.1:1/shell.example.org/a');
  expect(placed('xmpp://shell.example.org:5222')).toBe('xmpp://shell.example.org:5222');
});

test('can be described for a dashboard', () => {
  expect(describeRewrites(rewrites)).toEqual([
    { pattern: '*.syncromsp.com', target: 'http://127.0.0.1:4010' },
    { pattern: 'api.vendor.com', target: 'http://127.0.0.1:4010/fakes/' },
  ]);
  expect(describeRewrites()).toEqual([]);
});

test('a target that is no address is found before any call', () => {
  expect(() => requireTargets(rewrites)).not.toThrow();
  expect(() => requireTargets({ 'shell.vendor.com': 'ssh://127.0.0.1:22' })).not.toThrow();
  for (const target of ['127.0.0.1:4010', 'ssh://127.0.0.1', 'ssh://127.0.0.1:22/x'])
    expect(() => requireTargets({ '*.vendor.com': target })).toThrow(/vendor/);
});
