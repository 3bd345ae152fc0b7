import { change, defineVerb } from '../../kernel/index.ts';
import { ChannelRef } from '../schemas.ts';
import { requireChannel } from './find.ts';
import { auditedChannel } from './view.ts';

/** Removes a channel with the record of its messages. Errors: `not_found`. */
export const removeChannel = defineVerb({
  name: 'alerts.removeChannel',
  permission: 'settings:edit',
  input: ChannelRef,
  run: (ctx, { channelId }): Promise<{ id: string }> =>
    change(ctx, async (em) => {
      const channel = await requireChannel(em, ctx.principal.organizationId, channelId);
      em.remove(channel);
      return {
        value: { id: channelId },
        audit: {
          action: 'alert_channel.removed',
          subject: { type: 'alert_channel', id: channelId },
          details: { before: auditedChannel(channel), after: null },
        },
      };
    }),
});
