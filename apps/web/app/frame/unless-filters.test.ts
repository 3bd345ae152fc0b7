import { expect, it } from 'vitest';
import { unlessFilters } from './unless-filters.ts';

const change = (from: string, to: string, formMethod?: 'POST') =>
  unlessFilters({
    currentUrl: new URL(from, 'http://localhost'),
    nextUrl: new URL(to, 'http://localhost'),
    currentParams: {},
    nextParams: {},
    defaultShouldRevalidate: true,
    formMethod,
  });

it('reads nothing again when filters alone change', () => {
  expect(change('/o/acme/integrations', '/o/acme/integrations?q=sync')).toBe(false);
});

it.each([
  ['another page', '/o/acme/integrations?q=a', '/o/acme/audit?q=b', undefined],
  ['a live update', '/o/acme/integrations?q=a', '/o/acme/integrations?q=a', undefined],
  ['a change made by a form', '/o/acme/audit?q=a', '/o/acme/audit', 'POST' as const],
])('reads again after %s', (_, from, to, formMethod) => {
  expect(change(from, to, formMethod)).toBe(true);
});
