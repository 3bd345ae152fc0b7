import { invalidField, PatchbayError } from '@patchbay/core';
import { IntegrationConfig, MaintenanceWindow } from '@patchbay/db';
import type { z } from 'zod';
import { change, defineVerb } from '../../kernel/index.ts';
import { CreateWindowInput, type WindowView } from '../schemas.ts';
import { viewWindow } from './view.ts';

const most = 200;

/**
 * Keeps alerts quiet for a time, once or each week, about one integration or all. Errors: `invalid_input` naming the
 * part that is missing or turned around, `not_found` for the integration.
 */
export const createWindow = defineVerb({
  name: 'alerts.createWindow',
  permission: 'settings:edit',
  input: CreateWindowInput,
  run: (ctx, input): Promise<WindowView> =>
    change(ctx, async (em) => {
      const { organizationId, actor } = ctx.principal;
      const now = ctx.runtime.clock.now();
      const times = timesOf(input, now);
      const about = input.integrationId
        ? await em.findOne(IntegrationConfig, { id: input.integrationId, organizationId })
        : null;
      if (input.integrationId && !about)
        throw new PatchbayError('not_found', 'There is no such integration.');
      if ((await em.count(MaintenanceWindow, { organizationId })) >= most)
        throw new PatchbayError('conflict', `At most ${most} maintenance windows.`);
      const window = em.create(MaintenanceWindow, {
        organizationId,
        name: input.name,
        integration: about?.id ?? null,
        ...times,
        timeZone: input.timeZone,
        createdBy: actor.type === 'user' ? actor.id : null,
        createdAt: now,
      });
      await em.flush();
      const value = viewWindow(window, about?.label ?? null, now);
      const { id, state: _, ...after } = value;
      return {
        value,
        audit: {
          action: 'maintenance.planned',
          subject: { type: 'maintenance_window', id },
          details: { before: null, after },
        },
      };
    }),
});

type Times = Pick<
  MaintenanceWindow,
  'startsAt' | 'endsAt' | 'weekdays' | 'startMinute' | 'durationMinutes'
>;

function timesOf(input: z.output<typeof CreateWindowInput>, now: Date): Times {
  const { startsAt, endsAt, weekdays = [], startMinute, durationMinutes } = input;
  if (weekdays.length > 0) {
    if (startMinute === undefined) throw invalidField('startMinute', 'Say when it begins.');
    if (durationMinutes === undefined) throw invalidField('durationMinutes', 'Say how long.');
    const days = [...new Set(weekdays)].sort((a, b) => a - b);
    return { startsAt: null, endsAt: null, weekdays: days, startMinute, durationMinutes };
  }
  if (!startsAt) throw invalidField('startsAt', 'Say when it begins, or choose days of the week.');
  if (!endsAt) throw invalidField('endsAt', 'Say when it ends.');
  if (endsAt <= startsAt) throw invalidField('endsAt', 'It has to end after it begins.');
  if (endsAt <= now) throw invalidField('endsAt', 'This time is over.');
  return { startsAt, endsAt, weekdays: [], startMinute: null, durationMinutes: null };
}
