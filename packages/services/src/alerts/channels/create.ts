import { PatchbayError } from '@patchbay/core';
import { AlertChannel } from '@patchbay/db';
import { newSigningSecret } from '../../deliveries/signature.ts';
import { change, defineVerb } from '../../kernel/index.ts';
import { type ChannelWithSecretView, CreateChannelInput } from '../schemas.ts';
import { placeOf } from './place.ts';
import { sealInto } from './secrets.ts';
import { auditedChannel, viewChannel } from './view.ts';

const most = 50;

/**
 * Makes a place where alerts are told. A webhook's signing secret is answered here and never again. Errors:
 * `invalid_input` naming `url`, `recipients` or `channel`; `conflict` beyond 50 channels.
 */
export const createChannel = defineVerb({
  name: 'alerts.createChannel',
  permission: 'settings:edit',
  input: CreateChannelInput,
  run: async (ctx, input): Promise<ChannelWithSecretView> => {
    const { organizationId, actor } = ctx.principal;
    const { target, url } = placeOf(input.kind, input, ctx.runtime.http);
    const secret = input.kind === 'webhook' ? newSigningSecret() : null;
    return change(ctx, async (em) => {
      if ((await em.count(AlertChannel, { organizationId })) >= most)
        throw new PatchbayError('conflict', `An organization has at most ${most} alert channels.`);
      const now = ctx.runtime.clock.now();
      const channel = em.create(AlertChannel, {
        organizationId,
        kind: input.kind,
        name: input.name,
        leastSeverity: input.leastSeverity,
        target,
        createdBy: actor.type === 'user' ? actor.id : null,
        createdAt: now,
        updatedAt: now,
      });
      await em.flush();
      if (secret) await sealInto(em, ctx.runtime, channel, { url, secret });
      return {
        value: { ...viewChannel(channel), secret },
        audit: {
          action: 'alert_channel.created',
          subject: { type: 'alert_channel', id: channel.id },
          details: { before: null, after: auditedChannel(channel) },
        },
      };
    });
  },
});
