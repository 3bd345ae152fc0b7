import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { latestSlot, startSchedule } from './slots.ts';

const at = (text: string) => new Date(text);

describe('latestSlot', () => {
  it('is the newest planned moment, the present one included', () => {
    expect(latestSlot('*/15 * * * *', at('2026-01-05T09:14:59.900Z'))).toEqual(
      at('2026-01-05T09:00:00Z'),
    );
    expect(latestSlot('*/15 * * * *', at('2026-01-05T09:15:00Z'))).toEqual(
      at('2026-01-05T09:15:00Z'),
    );
  });

  it('reads the plan in UTC', () => {
    expect(latestSlot('30 2 * * *', at('2026-01-05T01:00:00Z'))).toEqual(
      at('2026-01-04T02:30:00Z'),
    );
  });

  it('understands seconds', () => {
    expect(latestSlot('*/10 * * * * *', at('2026-01-05T09:00:19Z'))).toEqual(
      at('2026-01-05T09:00:10Z'),
    );
  });

  it('is null when nothing was planned in the last days', () => {
    expect(latestSlot('0 0 1 1 *', at('2026-06-05T09:00:00Z'))).toBeNull();
  });
});

describe('startSchedule', () => {
  it('names the planned moment, not the one at which it runs', async () => {
    const { promise, resolve } = Promise.withResolvers<Date>();
    const log = createLog('error', () => {});
    const schedule = startSchedule('* * * * * *', log, resolve);
    const slot = await promise;
    schedule.stop();
    expect(slot.getMilliseconds()).toBe(0);
    expect(Math.abs(Date.now() - slot.getTime())).toBeLessThan(10_000);
  });
});
