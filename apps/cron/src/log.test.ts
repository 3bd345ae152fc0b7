import { PatchbayError } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { createLog, once } from './log.ts';

describe('log', () => {
  it('writes one JSON object a line, from the asked level on', () => {
    const lines: string[] = [];
    const log = createLog('warn', (line) => lines.push(line));
    log.info('not this');
    log.warn('this\nhere', { count: 2, slot: new Date('2026-01-05T09:00:00Z') });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      event: 'this\nhere',
      count: 2,
      slot: '2026-01-05T09:00:00.000Z',
    });
  });

  it('keeps secrets out of fields and errors', () => {
    const lines: string[] = [];
    const log = createLog('debug', (line) => lines.push(line));
    log.error('failed', {
      apiToken: 'hunter2-token',
      error: new Error(`insert into x (a) values ('hunter2-row') - duplicate key value`),
    });
    log.error('refused', { error: new PatchbayError('conflict', 'Enter it again.') });
    expect(lines.join()).not.toContain('hunter2');
    expect(JSON.parse(lines[0] ?? '').error.message).toBe('duplicate key value');
    expect(JSON.parse(lines[1] ?? '').error).toMatchObject({ code: 'conflict' });
  });
});

describe('once', () => {
  it('says the same trouble once and another one as well', () => {
    const said: string[] = [];
    const tell = once(60_000, (key) => said.push(key));
    for (let count = 0; count < 5; count += 1) tell(new Error('connection refused'));
    tell(Object.assign(new Error('terminated'), { code: '57P01' }));
    expect(said).toEqual(['Error connection refused', '57P01']);
  });
});
