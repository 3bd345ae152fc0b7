import type { MaintenanceWindow } from '@patchbay/db';

export type Window = Pick<
  MaintenanceWindow,
  | 'integration'
  | 'startsAt'
  | 'endsAt'
  | 'weekdays'
  | 'startMinute'
  | 'durationMinutes'
  | 'timeZone'
>;

const dayMinutes = 1_440;

/** Whether a window is open at a moment; its end is no part of it. */
export function isOpenAt(window: Window, moment: Date): boolean {
  const { startsAt, endsAt, startMinute, durationMinutes } = window;
  if (startsAt && endsAt) return moment >= startsAt && moment < endsAt;
  if (startMinute === null || startMinute === undefined || !durationMinutes) return false;
  const local = localTime(moment, window.timeZone);
  // One that runs past midnight belongs to the day it began on.
  return Array.from(
    { length: Math.ceil(durationMinutes / dayMinutes) + 1 },
    (_, back) => back,
  ).some((back) => {
    const weekday = ((local.weekday - 1 - back + 14) % 7) + 1;
    const passed = local.minute + back * dayMinutes - startMinute;
    return window.weekdays.includes(weekday) && passed >= 0 && passed < durationMinutes;
  });
}

/** Whether maintenance keeps alerts about an integration (or, for `null`, about other things) quiet. */
export const isQuiet = (
  windows: readonly Window[],
  integrationId: string | null,
  moment: Date,
): boolean =>
  windows.some(
    (window) =>
      (!window.integration || window.integration === integrationId) && isOpenAt(window, moment),
  );

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The clock on the wall of a time zone: weekday from 1 (Monday) and minutes after midnight. */
function localTime(moment: Date, timeZone: string): { weekday: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    weekday: names.indexOf(part('weekday')) + 1,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}
