import type { IntegrationState } from '@patchbay/core';
import { expect, it } from 'vitest';
import { filterHref, grouped, matching, readFilters } from './groups.ts';

const item = (provider: string, state: IntegrationState, hoursAgo = 1) => ({
  provider,
  name: provider,
  vendor: 'Vendor',
  label: `${provider} label`,
  category: provider === 'wiki' ? 'wiki' : 'chat',
  description: 'A system.',
  state,
  statusChangedAt: new Date(Date.UTC(2026, 4, 4, 12 - hoursAgo)),
});

const filters = (query: string) => readFilters(new URLSearchParams(query));
const names = (items: readonly { provider: string }[]) => items.map(({ provider }) => provider);

it('puts broken before degraded, and the oldest fault first', () => {
  const groups = grouped([
    item('degraded', 'degraded', 9),
    item('new', 'error_auth', 1),
    item('old', 'error_unreachable', 5),
    item('fine', 'active'),
    item('off', 'paused'),
    item('bare', 'not_configured'),
  ]);
  expect(groups.map(({ name, items }) => [name, names(items)])).toEqual([
    ['attention', ['old', 'new', 'degraded']],
    ['connected', ['fine']],
    ['paused', ['off']],
    ['available', ['bare']],
  ]);
});

it('leaves out groups that hold nothing', () => {
  expect(grouped([item('fine', 'active')]).map(({ name }) => name)).toEqual(['connected']);
});

it('finds every word of the search anywhere in what a card shows', () => {
  const items = [item('wiki', 'active'), item('talk', 'active')];
  expect(names(matching(items, filters('q=LABEL+wik')))).toEqual(['wiki']);
  expect(names(matching(items, filters('q=nothing')))).toEqual([]);
});

it('narrows by category and status together', () => {
  const items = [item('wiki', 'paused'), item('talk', 'paused'), item('more', 'active')];
  expect(names(matching(items, filters('category=chat&status=paused')))).toEqual(['talk']);
});

it('ignores a status that does not exist', () => {
  expect(filters('status=everything&view=list')).toMatchObject({ status: null, view: 'cards' });
});

it('changes one filter of an address and keeps the others', () => {
  const search = new URLSearchParams('q=wiki&view=table');
  expect(filterHref('/x', search, { category: 'wiki' })).toBe('/x?q=wiki&view=table&category=wiki');
  expect(filterHref('/x', search, { q: '', view: null })).toBe('/x');
});
