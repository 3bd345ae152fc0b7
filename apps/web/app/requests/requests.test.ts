import { describe, expect, it } from 'vitest';
import { outcomeWords } from '../connections/outcome.ts';
import { errorWords } from './error-words.ts';
import { isFiltered, readRequestFilters } from './filters.ts';
import { readRequestKey, requestKey } from './request-key.ts';

const id = '0f3b6f1c-9f0c-4a55-8d0f-2b7a8a0f4d11';

describe('the address of a request', () => {
  it('leads back to the same moment and id', () => {
    const call = { id, createdAt: new Date('2026-05-01T12:00:00.123Z') };
    expect(readRequestKey(requestKey(call))).toEqual(call);
  });

  it('is refused when it is none', () => {
    for (const key of ['', id, `-${id}`, 'zzzzzzzzzzz-x', `abc-${id}/..`, `A-${id}`])
      expect(readRequestKey(key)).toBeNull();
  });
});

describe('the filters of an address', () => {
  const read = (text: string) => readRequestFilters(new URLSearchParams(text), 3_600_000);

  it('become the question', () => {
    expect(read('provider=slack&outcome=5xx&range=1h&correlation=+abc+&cursor=c')).toEqual({
      provider: 'slack',
      outcome: '5xx',
      from: new Date(0),
      correlationId: 'abc',
      cursor: 'c',
    });
  });

  it('narrow nothing with words that mean nothing', () => {
    expect(read('outcome=good&range=1y&correlation=++')).toEqual({});
    expect(isFiltered(new URLSearchParams('outcome=&correlation=+'))).toBe(false);
    expect(isFiltered(new URLSearchParams('outcome=ok'))).toBe(true);
  });
});

describe('words of an address', () => {
  it('are ours, whatever the address says', () => {
    for (const kind of ['<script>', '__proto__', 'constructor', 'pay here'])
      expect(JSON.stringify(outcomeWords(kind, 'Slack'))).not.toContain(kind);
    expect(errorWords('toString')).toBeUndefined();
    expect(outcomeWords('denied', 'Slack').title).toBe('Consent was not given in Slack');
  });
});
