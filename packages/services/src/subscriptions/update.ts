import { invalidField } from '@patchbay/core';
import type { WebhookSubscription } from '@patchbay/db';
import type { z } from 'zod';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { wakeDeliveries } from '../kernel/wake.ts';
import { checkUrl, onRecord, requireSubscription } from './find.ts';
import { type SubscriptionView, UpdateSubscriptionInput } from './schemas.ts';
import { viewSubscription } from './view.ts';

type Input = z.output<typeof UpdateSubscriptionInput>;
type Changes = Partial<Pick<WebhookSubscription, 'name' | 'url' | 'filter' | 'ordered'>>;

/** Changes what is given. Events that wait go to the new address. Errors: `not_found`, `invalid_input`. */
export const updateSubscription = defineVerb({
  name: 'subscriptions.update',
  permission: 'webhooks:edit',
  input: UpdateSubscriptionInput,
  run: (ctx, input): Promise<SubscriptionView> =>
    change(ctx, async (em) => {
      const now = ctx.runtime.clock.now();
      const { organizationId } = ctx.principal;
      const row = await requireSubscription(em, organizationId, input.subscriptionId, {
        lock: true,
      });
      const wanted = Object.entries(changesOf(ctx, row, input)).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(row[name as keyof Changes]),
      );
      if (wanted.length === 0)
        return { value: await viewSubscription(em, row, now), audit: 'unchanged' };
      const changed = Object.fromEntries(wanted);
      const before = Object.fromEntries(wanted.map(([name]) => [name, row[name as keyof Changes]]));
      em.assign(row, { ...changed, revision: row.revision + 1, updatedAt: now });
      await em.flush();
      await wakeDeliveries(em, [row.id]);
      return {
        value: await viewSubscription(em, row, now),
        audit: {
          action: 'subscription.updated',
          subject: { type: 'subscription', id: row.id },
          details: { name: row.name, before: recorded(before), after: recorded(changed) },
        },
      };
    }),
});

const recorded = ({ url, ...changes }: Changes): Record<string, unknown> =>
  url === undefined ? changes : { ...changes, url: onRecord(url) };

function changesOf(ctx: Permitted, row: WebhookSubscription, input: Input): Changes {
  const { name, url, filter, ordered } = input;
  const isPush = row.kind === 'push';
  if (url !== undefined && !isPush)
    throw invalidField('url', 'Only what is pushed has an address.');
  return {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url: checkUrl(ctx.runtime, url) }),
    ...(filter !== undefined && { filter }),
    ...(ordered !== undefined && isPush && { ordered }),
  };
}
