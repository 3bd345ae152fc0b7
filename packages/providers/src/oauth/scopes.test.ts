import { expect, test } from 'vitest';
import { codeChallengeOf, createCodeVerifier } from './pkce.ts';
import { scopeDrift, splitScopes } from './scopes.ts';

test.each([
  ['a b', ['a', 'b']],
  ['a,b', ['a', 'b']],
  [' a ,  b\ta ', ['a', 'b']],
  ['', []],
])('reads the scopes %j', (text, scopes) => expect(splitScopes(text)).toEqual(scopes));

test('drift is what is missing and what came on top', () => {
  expect(scopeDrift(['a', 'b'], ['b', 'c'])).toEqual({ missing: ['a'], extra: ['c'] });
  expect(scopeDrift(['a'], ['a'])).toEqual({ missing: [], extra: [] });
  expect(scopeDrift([], [])).toEqual({ missing: [], extra: [] });
});

test('a challenge is the one of RFC 7636, appendix B', async () => {
  expect(await codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
  const verifiers = new Set(Array.from({ length: 50 }, createCodeVerifier));
  expect(verifiers.size).toBe(50);
  for (const verifier of verifiers) expect(verifier).toMatch(/^[\w-]{43}$/);
});
