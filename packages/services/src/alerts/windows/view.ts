import type { MaintenanceWindow } from '@patchbay/db';
import type { WindowView } from '../schemas.ts';
import { isOpenAt } from './is-quiet.ts';

export const viewWindow = (
  window: MaintenanceWindow,
  integrationName: string | null,
  now: Date,
): WindowView => ({
  id: window.id,
  name: window.name,
  integrationId: window.integration ?? null,
  integrationName,
  startsAt: window.startsAt ?? null,
  endsAt: window.endsAt ?? null,
  weekdays: window.weekdays,
  startMinute: window.startMinute ?? null,
  durationMinutes: window.durationMinutes ?? null,
  timeZone: window.timeZone,
  state: stateOf(window, now),
});

function stateOf(window: MaintenanceWindow, now: Date): WindowView['state'] {
  if (isOpenAt(window, now)) return 'open';
  return window.endsAt && window.endsAt <= now ? 'over' : 'ahead';
}
