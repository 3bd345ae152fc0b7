import { expect, it } from 'vitest';
import { landingOf } from './landing.ts';

const landed = (accountName: string, returnTo = '/o/acme/integrations/reddit') => {
  const landing = landingOf({
    outcome: 'connected',
    provider: 'reddit',
    providerName: 'Reddit',
    organizationSlug: 'acme',
    accountName,
    missingScopes: [],
    returnTo,
  });
  return landing.kind === 'redirect' ? landing.location : null;
};

it.each(['a\r\nset-cookie: x=1', 'a\nb', 'a&error=denied', 'a#b', '\ud800', 'ü'.repeat(500)])(
  'writes any name into the address as one value: %j',
  (name) => {
    const location = landed(name) ?? '';
    expect(location).toMatch(/^\/o\/acme\/integrations\/reddit\?[!-~]+$/);
    const { searchParams } = new URL(location, 'http://patchbay.test');
    expect([...searchParams.keys()]).toEqual(['connected', 'accountName']);
    expect(new Headers({ location }).get('location')).toBe(location);
  },
);

it.each(['//evil.example/x', 'https://evil.example/x', '/\\evil.example', '/.//evil.example'])(
  'never leads to another host, even from a place that was stored: %s',
  (returnTo) => {
    const location = landed('Ada', returnTo) ?? '';
    expect(new URL(location, 'http://patchbay.test').host).toBe('patchbay.test');
  },
);

it('tells of a person’s own account where they began, by the key of the provider', () => {
  const shown = {
    provider: 'discord',
    providerName: 'Discord',
    organizationSlug: 'acme',
    returnTo: '/o/acme/my-accounts?account=other&error=old',
  };
  expect(
    landingOf({ ...shown, outcome: 'account', state: 'under_way', accountName: 'Ann' }),
  ).toEqual({
    kind: 'redirect',
    location: '/o/acme/my-accounts?account=discord&accountName=Ann',
  });
  expect(
    landingOf({ ...shown, outcome: 'error', purpose: 'account', kind: 'taken', message: 'x' }),
  ).toEqual({ kind: 'redirect', location: '/o/acme/my-accounts?account=discord&error=taken' });
  expect(landingOf({ ...shown, outcome: 'denied', purpose: 'connection' })).toEqual({
    kind: 'redirect',
    location: '/o/acme/my-accounts?error=denied',
  });
});
