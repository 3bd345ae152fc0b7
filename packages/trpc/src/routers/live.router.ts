import { tracked } from '@trpc/server';
import { z } from 'zod';
import { toTransport } from '../errors.ts';
import { router } from '../init.ts';
import type { LiveUpdate } from '../live.ts';
import { member } from '../procedures.ts';
import { watch } from '../watch.ts';

export const liveRouter = router({
  /**
   * A stream (server-sent events) of what changes in the organization, each with an id to resume from. Events say
   * what to read again and never carry content. Needs `settings:read`; ends with `unauthenticated` or `forbidden`
   * within seconds after the session, the key or the permission is gone.
   */
  events: member
    .input(z.object({ lastEventId: z.string().max(100).nullish() }).optional())
    .subscription(async function* ({ ctx, input, signal }) {
      const stop = signal ?? new AbortController().signal;
      try {
        for await (const { id, update } of watch(ctx, input?.lastEventId ?? undefined, stop)) {
          yield tracked<LiveUpdate>(id, update);
        }
      } catch (error) {
        throw toTransport(error);
      }
    }),
});
