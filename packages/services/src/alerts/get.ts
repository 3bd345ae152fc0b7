import { PatchbayError } from '@patchbay/core';
import { AlertChannel, AlertNotification } from '@patchbay/db';
import { sql } from 'kysely';
import { defineVerb } from '../kernel/index.ts';
import { readAlerts } from './read.ts';
import { type AlertDetailView, AlertRef } from './schemas.ts';
import { viewNotification } from './view.ts';

/** One alert with its messages, the newest first. Errors: `not_found`. */
export const getAlert = defineVerb({
  name: 'alerts.get',
  permission: 'settings:read',
  input: AlertRef,
  async run({ runtime, principal }, { alertId }): Promise<AlertDetailView> {
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const [alert] = await readAlerts(em, organizationId, {
      where: sql`a.id = ${alertId}`,
      limit: 1,
    });
    if (!alert) throw new PatchbayError('not_found', 'There is no such alert.');
    const [notifications, channels] = await Promise.all([
      em.find(
        AlertNotification,
        { alert: alertId, organizationId },
        { orderBy: { createdAt: 'desc', id: 'asc' }, limit: 100 },
      ),
      runtime.orm.em.fork().find(AlertChannel, { organizationId }),
    ]);
    const named = new Map(channels.map((channel) => [channel.id, channel]));
    const views = notifications.flatMap((notification) => {
      const channel = named.get(notification.channel);
      return channel ? [viewNotification(notification, channel)] : [];
    });
    return { ...alert, notifications: views };
  },
});
