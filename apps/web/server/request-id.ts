import { newRequestId } from '@patchbay/core';
import { createMiddleware } from 'hono/factory';

const acceptable = /^[\w.:-]{8,64}$/;

/** Names every request in logs, audit rows and errors; a caller's own id is kept if it is harmless. */
export const requestId = createMiddleware<{ Variables: { requestId: string } }>(async (c, next) => {
  const given = c.req.header('x-request-id');
  const id = given !== undefined && acceptable.test(given) ? given : newRequestId();
  c.set('requestId', id);
  await next();
  c.header('x-request-id', id);
});
