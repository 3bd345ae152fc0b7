import type { ServiceContext } from '../kernel/index.ts';
import { newestCursor, pullEvents, requireReader } from './pull.ts';
import type { StreamedEventView } from './schemas.ts';

export type Following = {
  subscriptionId?: string | undefined;
  filter?: Parameters<typeof pullEvents>[1]['filter'];
  /** Where to begin; else the last acknowledgement of the subscription, else now. */
  cursor?: string | undefined;
};

/**
 * Events as they are handed on, each with its cursor, without end. `changes` says when to look again; it ends the stream
 * when it ends. Errors as of `webhooks.events`.
 */
export async function* followEvents(
  ctx: ServiceContext,
  { subscriptionId, filter, cursor }: Following,
  changes: AsyncIterable<unknown>,
): AsyncGenerator<StreamedEventView> {
  let at = cursor ?? (await beginning(ctx, subscriptionId));
  for await (const _ of changes) {
    for (;;) {
      const page = await pullEvents(ctx, { subscriptionId, filter, cursor: at });
      for (const event of page.events) {
        yield event;
        at = event.cursor;
      }
      at = page.nextCursor;
      if (!page.more) break;
    }
  }
}

async function beginning(
  { runtime, principal: { organizationId } }: ServiceContext,
  subscriptionId: string | undefined,
): Promise<string> {
  const em = runtime.orm.em.fork();
  const row = subscriptionId ? await requireReader(em, organizationId, subscriptionId) : null;
  const acked = row?.ackedPosition;
  return acked === null || acked === undefined ? newestCursor(em, organizationId) : String(acked);
}
