import type { RouterInputs } from '@patchbay/trpc';
import { ranges } from '../requests/filters.ts';

export type ListEvents = Extract<RouterInputs['events']['list'], object>;

export const eventStates = [
  { value: 'handed_on', label: 'Handed on' },
  { value: 'filtered', label: 'Filtered out' },
  { value: 'received', label: 'Waiting' },
] as const;

const names = ['source', 'state', 'type', 'range'] as const;

/** What the address asks for. A word it does not know narrows nothing. */
export function readEventFilters(search: URLSearchParams, now: number): ListEvents {
  const range = ranges.find(({ value }) => value === search.get('range'));
  const state = eventStates.find(({ value }) => value === search.get('state'));
  const sourceId = search.get('source');
  const eventType = search.get('type')?.trim();
  const cursor = search.get('cursor');
  return {
    ...(sourceId && { sourceId }),
    ...(state && { state: state.value }),
    ...(eventType && { eventType: eventType.slice(0, 200) }),
    ...(range && { from: new Date(now - range.ms) }),
    ...(cursor && { cursor }),
  };
}

export const isFiltered = (search: URLSearchParams): boolean =>
  names.some((name) => Boolean(search.get(name)?.trim()));

/** The same filters as a replay takes them: a day back where no time is chosen. */
export function replayRangeOf(search: URLSearchParams, now: number) {
  const range = ranges.find(({ value }) => value === search.get('range'));
  const source = search.get('source');
  const type = search.get('type')?.trim();
  return {
    from: new Date(now - (range?.ms ?? 24 * 3_600_000)),
    until: new Date(now),
    filter: { sources: source ? [source] : [], types: type ? [type] : [] },
  };
}
