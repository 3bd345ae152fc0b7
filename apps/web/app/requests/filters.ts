import type { RouterInputs } from '@patchbay/trpc';

export type ListCalls = Extract<RouterInputs['calls']['list'], object>;
type Outcome = NonNullable<ListCalls['outcome']>;

const hour = 3_600_000;

export const ranges = [
  { value: '15m', label: 'Last 15 minutes', ms: hour / 4 },
  { value: '1h', label: 'Last hour', ms: hour },
  { value: '24h', label: 'Last 24 hours', ms: 24 * hour },
  { value: '7d', label: 'Last 7 days', ms: 7 * 24 * hour },
] as const;

export const outcomes: readonly { value: Outcome; label: string }[] = [
  { value: 'ok', label: 'Succeeded' },
  { value: 'error', label: 'Failed' },
  { value: 'canceled', label: 'Canceled' },
  { value: '2xx', label: 'Status 2xx' },
  { value: '3xx', label: 'Status 3xx' },
  { value: '4xx', label: 'Status 4xx' },
  { value: '5xx', label: 'Status 5xx' },
];

const names = ['provider', 'outcome', 'range', 'correlation'] as const;

/** What the address asks for. A word it does not know narrows nothing. */
export function readRequestFilters(search: URLSearchParams, now: number): ListCalls {
  const range = ranges.find(({ value }) => value === search.get('range'));
  const outcome = outcomes.find(({ value }) => value === search.get('outcome'));
  const provider = search.get('provider');
  const correlationId = search.get('correlation')?.trim();
  const cursor = search.get('cursor');
  return {
    ...(provider && { provider }),
    ...(outcome && { outcome: outcome.value }),
    ...(range && { from: new Date(now - range.ms) }),
    ...(correlationId && { correlationId: correlationId.slice(0, 64) }),
    ...(cursor && { cursor }),
  };
}

/** Whether anything is left out, so that an empty list does not mean that nothing happened. */
export const isFiltered = (search: URLSearchParams): boolean =>
  names.some((name) => Boolean(search.get(name)?.trim()));
