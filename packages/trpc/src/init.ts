import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import type { Context } from './context.ts';
import { refusalOf } from './errors.ts';
import type { RestMeta } from './rest/meta.ts';

/** The stream of live events: a ping keeps proxies from closing it, and tells a page that it lost the server. */
const sse = {
  ping: { enabled: true, intervalMs: 15_000 },
  client: { reconnectAfterInactivityMs: 40_000 },
};

const t = initTRPC
  .context<Context>()
  .meta<RestMeta>()
  .create({
    transformer: superjson,
    // Never a stack in an answer, whatever NODE_ENV says.
    isDev: false,
    sse,
    errorFormatter({ shape, error, ctx }) {
      const requestId = ctx?.requestId ?? null;
      const { message, ...rest } = refusalOf(error, requestId);
      return { ...shape, message, data: { ...shape.data, patchbay: { ...rest, requestId } } };
    },
  });

export const { router, procedure, middleware, createCallerFactory } = t;
