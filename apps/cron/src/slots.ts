import { createTask, type Logger, type ScheduledTask } from 'node-cron';
import type { Log } from './log.ts';

const minuteMs = 60_000;
// Well within the time for which a finished sweep is remembered, so that none is run again.
const longestLookBackMs = 6 * 24 * 60 * minuteMs;

/** Calls back in every process with the planned moment, whatever this process's clock adds to it. Times are UTC. */
export function startSchedule(expression: string, log: Log, onSlot: (slot: Date) => void) {
  const task = createTask(expression, ({ date }) => onSlot(wholeSecond(date)), {
    timezone: 'Etc/UTC',
    suppressMissedWarning: true,
    logger: quiet(log),
  });
  // The event loop was busy or the machine asleep: the slot is late, not lost.
  task.on('execution:missed', ({ date }) => onSlot(wholeSecond(date)));
  void task.start();
  return { stop: () => void task.destroy() };
}

/** The newest slot at or before a moment, or `null` when there was none in the last days. */
export function latestSlot(expression: string, moment: Date): Date | null {
  const task: ScheduledTask = createTask(expression, () => {}, { timezone: 'Etc/UTC' });
  const hasSeconds = expression.trim().split(/\s+/).length > 5;
  const stepMs = hasSeconds ? 1_000 : minuteMs;
  const lookBackMs = hasSeconds ? 60 * minuteMs : longestLookBackMs;
  const start = Math.floor(moment.getTime() / stepMs) * stepMs;
  try {
    for (let at = start; at > start - lookBackMs; at -= stepMs)
      if (task.match(new Date(at))) return new Date(at);
    return null;
  } finally {
    void task.destroy();
  }
}

const wholeSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1_000) * 1_000);

const quiet = (log: Log): Logger => ({
  info: (message) => log.debug('schedule', { message }),
  debug: (message) => log.debug('schedule', { message: String(message) }),
  warn: (message) => log.warn('schedule', { message }),
  error: (message, error) => log.error('schedule', { error: error ?? message }),
});
