import { expect, it } from 'vitest';
import { killRun } from './kill.ts';

it('every accepted event is stored once and delivered, whatever is killed meanwhile', async () => {
  const result = await killRun({ events: 2_000, kills: 1, patienceMs: 120_000 });
  expect(result).toMatchObject({
    accepted: 2_000,
    stored: 2_000,
    kills: { web: 1, cron: 1, postgres: 1 },
    lost: [],
    undelivered: [],
    doubled: 0,
    underTwoIds: 0,
  });
  // The killing met the sending.
  expect(result.refusedOrLost).toBeGreaterThan(0);
}, 300_000);
