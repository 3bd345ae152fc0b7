import { PatchbayError } from '@patchbay/core';
import { newSigningSecret } from '../../deliveries/signature.ts';
import { change, defineVerb } from '../../kernel/index.ts';
import { ChannelRef, type ChannelWithSecretView } from '../schemas.ts';
import { requireChannel } from './find.ts';
import { sealInto } from './secrets.ts';
import { viewChannel } from './view.ts';

/** Gives a webhook channel a new signing secret, which counts at once. Errors: `not_found`, `conflict` for other kinds. */
export const rotateChannelSecret = defineVerb({
  name: 'alerts.rotateChannelSecret',
  permission: 'settings:edit',
  input: ChannelRef,
  run: (ctx, { channelId }): Promise<ChannelWithSecretView> =>
    change(ctx, async (em) => {
      const channel = await requireChannel(em, ctx.principal.organizationId, channelId);
      if (channel.kind !== 'webhook')
        throw new PatchbayError('conflict', 'Only webhooks are signed.');
      const secret = newSigningSecret();
      await sealInto(em, ctx.runtime, channel, { secret });
      return {
        value: { ...viewChannel(channel), secret },
        audit: {
          action: 'alert_channel.updated',
          subject: { type: 'alert_channel', id: channelId },
          details: { name: channel.name, changed: ['secret'] },
        },
      };
    }),
});
