import { uuidFrom } from '@patchbay/core';
import type { Orm } from '@patchbay/db';
import {
  enqueue,
  maintainPartitions,
  persist,
  refreshConnections,
  revokeTokens,
  sweepAccounts,
  sweepDrift,
  sweepHealth,
  sweepRemovals,
  tellExpiring,
  watchAlerts,
} from '@patchbay/jobs';
import type { Log } from './log.ts';
import { latestSlot, startSchedule } from './slots.ts';

export type SlotsOptions = { orm: Orm; expression: string; log: Log; now: () => Date };

/**
 * Enqueues one sweep for each slot, one maintenance for each day and the care of connections for each minute. Every
 * process does so; the ids follow from the moment, so each exists once. While the database is away only the newest slot is kept.
 */
export function keepSlots({ orm, expression, log, now }: SlotsOptions) {
  const stopping = new AbortController();
  const sweeps = newestOnly(stopping.signal, async (slot, signal) => {
    const id = await uuidFrom('sweep-health', slot.toISOString());
    const input = { slot: slot.toISOString() };
    const made = await persist(() => enqueue(orm.em.fork(), sweepHealth, input, { id }), {
      signal,
      onRetry: (error) => log.warn('sweep not queued yet', { slot, error }),
    });
    log.debug(made ? 'sweep queued' : 'sweep was queued already', { slot });
  });
  const maintenances = newestOnly(stopping.signal, async (moment, signal) => {
    const day = moment.toISOString().slice(0, 10);
    for (const job of [maintainPartitions, tellExpiring]) {
      const id = await uuidFrom(job.name, day);
      await persist(() => enqueue(orm.em.fork(), job, { day }, { id }), { signal });
    }
  });

  const comparisons = newestOnly(stopping.signal, async (moment, signal) => {
    const day = moment.toISOString().slice(0, 10);
    const id = await uuidFrom('sweep-drift', day);
    await persist(() => enqueue(orm.em.fork(), sweepDrift, { day }, { id }), { signal });
  });

  const minutely = newestOnly(stopping.signal, async (moment, signal) => {
    const input = { minute: moment.toISOString() };
    for (const job of [
      refreshConnections,
      revokeTokens,
      sweepAccounts,
      sweepRemovals,
      watchAlerts,
    ]) {
      const id = await uuidFrom(job.name, input.minute);
      await persist(() => enqueue(orm.em.fork(), job, input, { id }), { signal });
    }
  });

  // What came due while nothing ran: the newest slot once, however many were missed.
  const missed = latestSlot(expression, now());
  if (missed) sweeps(missed);
  maintenances(now());
  const schedules = [
    startSchedule(expression, log, sweeps),
    startSchedule('7 0 * * *', log, maintenances),
    startSchedule('17 2 * * *', log, comparisons),
    startSchedule('* * * * *', log, minutely),
  ];
  return {
    stop() {
      for (const schedule of schedules) schedule.stop();
      stopping.abort();
    },
  };
}

/** A newer moment ends the attempts for an older one. */
function newestOnly(
  stopping: AbortSignal,
  work: (moment: Date, signal: AbortSignal) => Promise<void>,
): (moment: Date) => void {
  let current = new AbortController();
  return (moment) => {
    current.abort();
    current = new AbortController();
    // Only an abort ends it without success, and then there is nothing left to do.
    work(moment, AbortSignal.any([current.signal, stopping])).catch(() => {});
  };
}
