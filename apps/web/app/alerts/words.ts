import type { AlertView, NotificationView, WindowView } from '@patchbay/services/schemas';

export const kindWords: Record<AlertView['kind'], string> = {
  health: 'Health check',
  connection: 'Connection',
  expiry: 'Ends soon',
  subscription: 'Subscription',
  dead_letters: 'Dead letters',
  drift: 'Accounts',
};

export const endingWords: Record<NonNullable<AlertView['ending']>, string> = {
  recovered: 'It works again.',
  gone: 'It is no longer watched: switched off, disconnected or removed.',
  replaced: 'Another alert about the same thing took its place.',
};

export const noteWords: Record<NotificationView['kind'], string> = {
  opened: 'Opened',
  reminder: 'Reminder',
  closed: 'Resolved',
  test: 'Test',
};

/** How far its messages came, in a few words. */
export function toldOf(alert: AlertView): string {
  if (alert.failed > 0) return `${alert.failed} failed`;
  if (alert.sent > 0) return `${alert.sent} sent`;
  if (alert.pending > 0) return 'On its way';
  if (!alert.announcedAt && alert.suppressed > 0) return 'Kept quiet';
  return 'Nobody told';
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export const weekdayChoices = days.map((label, index) => ({ value: String(index + 1), label }));

export function clock(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** "Mon, Wed 22:00, for 2 h" in the zone it was planned in. */
export function rhythmOf({ weekdays, startMinute, durationMinutes, timeZone }: WindowView): string {
  const on = weekdays.map((day) => days[day - 1]).join(', ');
  return `${on} at ${clock(startMinute ?? 0)} for ${durationOf(durationMinutes ?? 0)} (${timeZone})`;
}

function durationOf(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ');
}
