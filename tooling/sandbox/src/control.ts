import { Hono } from 'hono';
import type { Counters } from './counters.ts';
import { type Faults, faults as faultWords } from './faults.ts';

/**
 * `PUT /_control/faults/:credential` `{ fault, times?, retryAfterSeconds? }`, `DELETE` the same,
 * `GET` and `DELETE /_control/stats`.
 */
export function controlRoutes(counters: Counters, faults: Faults) {
  const app = new Hono();
  app.get('/stats', (context) => context.json(counters.read()));
  app.delete('/stats', (context) => {
    counters.reset();
    return context.body(null, 204);
  });
  app.put('/faults/:credential', async (context) => {
    const body: Record<string, unknown> = await context.req.json().catch(() => ({}));
    const fault = faultWords.find((word) => word === body.fault);
    if (!fault) return context.json({ error: `fault is one of ${faultWords.join(', ')}` }, 400);
    faults.set(context.req.param('credential'), {
      fault,
      ...(Number.isInteger(body.times) ? { times: Number(body.times) } : {}),
      ...(Number.isFinite(body.retryAfterSeconds)
        ? { retryAfterSeconds: Number(body.retryAfterSeconds) }
        : {}),
    });
    return context.body(null, 204);
  });
  app.delete('/faults/:credential', (context) => {
    faults.clear(context.req.param('credential'));
    return context.body(null, 204);
  });
  return app;
}
