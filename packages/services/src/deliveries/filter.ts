import type { EventFilter } from '@patchbay/db';

export type FilteredEvent = {
  provider: string;
  source: string | null;
  type: string;
  channel: string | null;
};

/** Whether an event passes every list of a filter; an empty list lets everything through. */
export const wants = (filter: EventFilter, event: FilteredEvent): boolean =>
  passes(filter.sources, event.source) &&
  passes(filter.providers, event.provider) &&
  passes(filter.channels, event.channel) &&
  (filter.types.length === 0 || filter.types.some((pattern) => matches(pattern, event.type)));

const passes = (list: readonly string[], value: string | null) =>
  list.length === 0 || (value !== null && list.includes(value));

/** `*` stands for any characters, none too. Walks once, so that no pattern makes it slow. */
export function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The same pattern for PostgreSQL's `like`. */
export const likePattern = (pattern: string): string =>
  pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
