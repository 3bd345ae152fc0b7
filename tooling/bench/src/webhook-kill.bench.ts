import type { Benchmark } from './benchmark.ts';
import { killRun } from './webhooks/kill.ts';

const events = 20_000;
const kills = 3;

export const benchmark: Benchmark = {
  name: 'webhook-kill',
  about: `${events} events while web, cron and PostgreSQL are each killed ${kills} times; fails if one is lost or doubled`,
  async run() {
    const result = await killRun({ events, kills, patienceMs: 120_000 });
    const { lost, undelivered, doubled, underTwoIds, stored, accepted } = result;
    if (lost.length > 0 || undelivered.length > 0 || doubled > 0 || underTwoIds > 0)
      throw new Error(
        `${lost.length} lost, ${undelivered.length} undelivered, ${doubled} doubled, ${underTwoIds} under two ids`,
      );
    return {
      figures: {
        accepted,
        stored,
        refusedOrLostRequests: result.refusedOrLost,
        kills: result.kills.web + result.kills.cron + result.kills.postgres,
        arrivalsBeyondTheFirst: result.repeated,
        lastArrivalMs: result.lastArrivalMs,
      },
      limit: { sent: events },
      ratio: stored / events,
    };
  },
};
