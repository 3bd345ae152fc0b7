import { AlertNotification } from '@patchbay/db';
import { enqueue, sendAlert } from '@patchbay/jobs';
import { change, defineVerb } from '../../kernel/index.ts';
import { ChannelRef, type NotificationView } from '../schemas.ts';
import { viewNotification } from '../view.ts';
import { requireChannel } from './find.ts';

/** Queues a test message; what becomes of it stands in the channel's record. Errors: `not_found`. */
export const testChannel = defineVerb({
  name: 'alerts.testChannel',
  permission: 'settings:edit',
  input: ChannelRef,
  run: (ctx, { channelId }): Promise<NotificationView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const channel = await requireChannel(em, organizationId, channelId);
      const notification = em.create(AlertNotification, {
        organizationId,
        channel: channelId,
        kind: 'test',
        status: 'pending',
        createdAt: ctx.runtime.clock.now(),
      });
      await em.flush();
      const { id } = notification;
      await enqueue(em, sendAlert, { notificationId: id }, { id });
      return {
        value: viewNotification(notification, channel),
        audit: {
          action: 'alert_channel.tested',
          subject: { type: 'alert_channel', id: channelId },
          details: { name: channel.name },
        },
      };
    }),
});
