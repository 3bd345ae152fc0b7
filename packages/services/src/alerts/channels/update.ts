import type { AlertChannel } from '@patchbay/db';
import type { z } from 'zod';
import { change, defineVerb, type Runtime } from '../../kernel/index.ts';
import { type ChannelView, UpdateChannelInput } from '../schemas.ts';
import { requireChannel } from './find.ts';
import { placeOf } from './place.ts';
import { sealInto } from './secrets.ts';
import { auditedChannel, viewChannel } from './view.ts';

/** Changes the given parts of a channel. Errors: `not_found`, `invalid_input` as for creating. */
export const updateChannel = defineVerb({
  name: 'alerts.updateChannel',
  permission: 'settings:edit',
  input: UpdateChannelInput,
  run: (ctx, input): Promise<ChannelView> =>
    change(ctx, async (em) => {
      const channel = await requireChannel(em, ctx.principal.organizationId, input.channelId);
      const before = auditedChannel(channel);
      channel.name = input.name ?? channel.name;
      channel.enabled = input.enabled ?? channel.enabled;
      channel.leastSeverity = input.leastSeverity ?? channel.leastSeverity;
      const url = movedUrl(channel, input, ctx.runtime);
      if (url) await sealInto(em, ctx.runtime, channel, { url });
      const after = auditedChannel(channel);
      const value = viewChannel(channel);
      if (!url && JSON.stringify(before) === JSON.stringify(after))
        return { value, audit: 'unchanged' };
      channel.updatedAt = ctx.runtime.clock.now();
      return {
        value,
        audit: {
          action: 'alert_channel.updated',
          subject: { type: 'alert_channel', id: channel.id },
          details: { before, after, ...(url && { changed: ['url'] }) },
        },
      };
    }),
});

type Input = z.output<typeof UpdateChannelInput>;

/** Leads the channel elsewhere if that was given; the new address, where that is a secret. */
function movedUrl(channel: AlertChannel, input: Input, { http }: Runtime): string | null {
  const isGiven = { webhook: input.url, email: input.recipients, chat: input.channel };
  if (!isGiven[channel.kind]) return null;
  const provider = input.provider ?? channel.target.provider;
  const { target, url } = placeOf(channel.kind, { ...input, provider }, http);
  channel.target = target;
  return url;
}
