import type { IntegrationState } from '@patchbay/core';
import type { IntegrationView } from '@patchbay/services/schemas';

export const groupNames = ['attention', 'connected', 'paused', 'available'] as const;
export type GroupName = (typeof groupNames)[number];

export const groupTitles: Record<GroupName, string> = {
  attention: 'Attention',
  connected: 'Connected',
  paused: 'Paused',
  available: 'Available',
};

export function groupOf(state: IntegrationState): GroupName {
  if (state === 'not_configured') return 'available';
  if (state === 'paused') return 'paused';
  return state === 'active' || state === 'configured' ? 'connected' : 'attention';
}

/** What the page of all integrations is narrowed to; its address says the same. */
export type Filters = {
  q: string;
  category: string | null;
  status: GroupName | null;
  view: 'cards' | 'table';
};

const isGroup = (word: string | null): word is GroupName =>
  groupNames.some((name) => name === word);

export function readFilters(search: URLSearchParams): Filters {
  const status = search.get('status');
  return {
    q: search.get('q')?.trim() ?? '',
    category: search.get('category') || null,
    status: isGroup(status) ? status : null,
    view: search.get('view') === 'table' ? 'table' : 'cards',
  };
}

/** The address of the same page with one filter changed; `null` takes it out. */
export function filterHref(
  path: string,
  search: URLSearchParams,
  changes: Partial<Record<keyof Filters, string | null>>,
): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const query = next.toString();
  return query ? `${path}?${query}` : path;
}

type Listed = Pick<
  IntegrationView,
  'provider' | 'name' | 'vendor' | 'label' | 'category' | 'description' | 'state'
>;

function speaksOf(item: Listed, q: string): boolean {
  const text = [item.provider, item.name, item.vendor, item.label, item.category, item.description]
    .join(' ')
    .toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export const matching = <Item extends Listed>(
  items: readonly Item[],
  { q, category, status }: Filters,
): Item[] =>
  items.filter(
    (item) =>
      speaksOf(item, q) &&
      (category === null || item.category === category) &&
      (status === null || groupOf(item.state) === status),
  );

export type Group<Item> = { name: GroupName; items: Item[] };

type Urgent = Pick<IntegrationView, 'state' | 'statusChangedAt'>;

/** Broken before degraded, then what has been so for longest. */
export const byUrgency = <Item extends Urgent>(items: readonly Item[]): Item[] =>
  items.toSorted(
    (a, b) =>
      Number(a.state === 'degraded') - Number(b.state === 'degraded') ||
      a.statusChangedAt.getTime() - b.statusChangedAt.getTime(),
  );

/** The groups that hold anything, what needs somebody first. */
export const grouped = <Item extends Listed & Urgent>(items: readonly Item[]): Group<Item>[] =>
  groupNames
    .map((name) => ({ name, items: items.filter(({ state }) => groupOf(state) === name) }))
    .map(({ name, items }) => ({ name, items: name === 'attention' ? byUrgency(items) : items }))
    .filter(({ items }) => items.length > 0);

/** How many of each there are, in the order of their names. */
export function countBy<Item>(items: readonly Item[], key: (item: Item) => string) {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}
