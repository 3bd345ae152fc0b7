import { type Context, Hono } from 'hono';
import { faults as faultWords } from './faults.ts';
import { type AppChange, oauthVendors } from './oauth/apps.ts';
import type { Grant } from './oauth/grants.ts';
import type { Stage } from './stage.ts';
import { webhookRoutes } from './webhooks/routes.ts';

type Body = Record<string, unknown>;
const bodyOf = async (context: Context): Promise<Body> => {
  const body: unknown = await context.req.json().catch(() => null);
  return body && typeof body === 'object' ? (body as Body) : {};
};

/**
 * Switches, for tests and for the curious. `PUT /_control/faults/:credential` `{ fault, times?,
 * retryAfterSeconds? }`, `DELETE` the same; `GET` and `DELETE /_control/stats`; the rest in README.md.
 */
export function controlRoutes(stage: Stage) {
  const { counters, faults, limits } = stage;
  const app = new Hono();
  app.get('/stats', (context) => context.json(counters.read()));
  app.delete('/stats', (context) => {
    counters.reset();
    return context.body(null, 204);
  });
  app.put('/faults/:credential', async (context) => {
    const body = await bodyOf(context);
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
  app.put('/limits', async (context) => {
    limits.enforce((await bodyOf(context)).enforced !== false);
    return context.body(null, 204);
  });
  app.post('/clock', async (context) => {
    const seconds = Number((await bodyOf(context)).advanceSeconds);
    if (!Number.isFinite(seconds))
      return context.json({ error: 'advanceSeconds is a number' }, 400);
    stage.clock.advance(seconds);
    return context.json({ now: new Date(stage.clock.now()).toISOString() });
  });
  app.route('/grants', grantRoutes(stage));
  app.route('/apps', appRoutes(stage));
  app.route('/webhooks', webhookRoutes(stage));
  return app;
}

function grantRoutes({ grants }: Stage) {
  const app = new Hono();
  app.get('/', (context) => context.json(grants.list().map(viewOf)));
  app.post('/:id/:verb{revoke|expire}', (context) => {
    const grant = grants.find(context.req.param('id'));
    if (!grant) return context.json({ error: 'There is no such grant' }, 404);
    if (context.req.param('verb') === 'revoke') grants.revoke(grant);
    else grants.expireAccess(grant);
    return context.json(viewOf(grant));
  });
  return app;
}

/** How a grant stands, without its tokens. */
export const viewOf = (grant: Grant) => ({
  id: grant.id,
  vendor: grant.vendor,
  clientId: grant.clientId,
  account: grant.account.key,
  scopes: grant.scopes,
  generation: grant.generation,
  revoked: grant.revoked,
});
export type GrantView = ReturnType<typeof viewOf>;

function appRoutes({ apps }: Stage) {
  const app = new Hono();
  app.get('/', (context) => context.json(apps.list()));
  app.put('/:id', async (context) => {
    const change = readChange(await bodyOf(context));
    const stored = apps.put(context.req.param('id'), change);
    return stored
      ? context.json(stored)
      : context.json({ error: `vendor is one of ${oauthVendors.join(', ')}` }, 400);
  });
  return app;
}

function readChange(body: Body): AppChange & { vendor?: (typeof oauthVendors)[number] } {
  const vendor = oauthVendors.find((key) => key === body.vendor);
  const isList = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((item) => typeof item === 'string');
  const { redirectUris, withheldScopes, clientSecret, loopbackPath, tokenLifeSeconds } = body;
  const { rotation, refreshTokens } = body;
  return {
    ...(vendor ? { vendor } : {}),
    ...(isList(redirectUris) ? { redirectUris } : {}),
    ...(isList(withheldScopes) ? { withheldScopes } : {}),
    ...(typeof clientSecret === 'string' ? { clientSecret } : {}),
    ...(typeof loopbackPath === 'string' || loopbackPath === null ? { loopbackPath } : {}),
    ...(typeof tokenLifeSeconds === 'number' || tokenLifeSeconds === null
      ? { tokenLifeSeconds }
      : {}),
    ...(typeof rotation === 'boolean' ? { rotation } : {}),
    ...(typeof refreshTokens === 'boolean' ? { refreshTokens } : {}),
  };
}
