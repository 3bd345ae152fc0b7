import { expect, it } from 'vitest';
import { isFiltered, readEventFilters, replayRangeOf } from './event-filters.ts';
import { eventKey, readEventKey } from './event-key.ts';

const now = Date.parse('2026-01-05T09:00:00Z');
const search = (text: string) => new URLSearchParams(text);

it('reads what the address asks for, and nothing from words that it does not know', () => {
  expect(readEventFilters(search('source=s1&state=filtered&type=+issue.*+&range=1h'), now)).toEqual(
    {
      sourceId: 's1',
      state: 'filtered',
      eventType: 'issue.*',
      from: new Date(now - 3_600_000),
    },
  );
  expect(readEventFilters(search('state=odd&range=ever'), now)).toEqual({});
  expect(isFiltered(search('cursor=x'))).toBe(false);
});

it('takes the last day into a replay where no time is chosen', () => {
  expect(replayRangeOf(search('source=s1'), now)).toEqual({
    from: new Date(now - 24 * 3_600_000),
    until: new Date(now),
    filter: { sources: ['s1'], types: [] },
  });
});

it('names an event by its moment and id', () => {
  const event = { id: '62765427-33a6-47e7-8f2b-52172060d5a4', receivedAt: new Date(now + 123) };
  expect(readEventKey(eventKey(event))).toEqual(event);
  expect(readEventKey('nothing')).toBeNull();
});
