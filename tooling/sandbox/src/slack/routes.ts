import { type Context, Hono } from 'hono';
import { boundedMap, remember } from '../bounded-map.ts';
import type { FaultShape } from '../faults.ts';
import { authorizeRoutes } from '../oauth/authorize.ts';
import { admitCaller, bearerOf, type Caller, findCaller, hasScope } from '../oauth/caller.ts';
import { tokenEndpoint } from '../oauth/token.ts';
import type { Stage } from '../stage.ts';
import { slackWorkspace } from './data.ts';
import { methods, type SlackCall } from './methods.ts';
import { numberOf, slack, slackRefusal } from './oauth.ts';

/** A bot token: `xoxb-sandbox-<n>`, workspace `n`, or `xoxb-sandbox-org-<n>`. */
const fixedToken = (token: string) => {
  const key = /^xoxb-sandbox-((?:org-)?[1-9]\d{0,8})(?:-fault-[a-z0-9_]+)?$/.exec(token)?.[1];
  return key === undefined ? null : slack.findAccount(key);
};

const refusals = {
  missing: 'not_authed',
  unknown: 'invalid_auth',
  expired: 'token_expired',
  revoked: 'token_revoked',
} as const;

const shape: FaultShape = (context, fault, retryAfter) => {
  if (fault === '401') return slackRefusal(context, 'invalid_auth');
  if (fault === '429')
    return context.json({ ok: false, error: 'ratelimited' }, 429, {
      'retry-after': String(retryAfter),
    });
  if (fault === '500') return context.text('Internal Server Error', 500);
  return slackRefusal(context, 'missing_scope', { needed: 'chat:write', provided: 'users:read' });
};

/** `https://slack.com`: the consent page and `/api/<method>`. HTTP 200 says nothing here. */
export function slackRoutes(stage: Stage) {
  const spaces = remember((number) => slackWorkspace(Number(number)));
  const dead = boundedMap<'token_revoked' | 'account_inactive'>(1_000);
  const app = new Hono();
  app.route('/oauth/v2/authorize', authorizeRoutes(stage, slack));
  app.post('/api/oauth.v2.access', tokenEndpoint(stage, slack));
  app.on(['GET', 'POST'], '/api/:method', async (context) => {
    const caller = findCaller(stage, slack, bearerOf(context), fixedToken);
    const fault = await admitCaller(stage, slack, context, caller, shape);
    if (fault) return fault;
    if (typeof caller === 'string') return slackRefusal(context, refusals[caller]);
    const ended = dead.get(caller.token);
    if (ended) return slackRefusal(context, ended);
    const name = context.req.param('method');
    if (name === 'auth.revoke') return revoke(stage, context, caller, dead);
    if (name === 'apps.uninstall') return uninstall(stage, context, caller, dead);
    return answerMethod(stage, context, caller, name, spaces);
  });
  return app;
}

async function answerMethod(
  stage: Stage,
  context: Context,
  caller: Caller,
  name: string,
  spaces: (number: string) => SlackCall['space'],
): Promise<Response> {
  const method = methods[name];
  if (!method) return slackRefusal(context, 'unknown_method', { req_method: name });
  context.header('x-oauth-scopes', caller.scopes.join(','));
  context.header('x-accepted-oauth-scopes', method.scopes.join(','));
  if (method.scopes.length > 0 && !hasScope(caller, ...method.scopes))
    return slackRefusal(context, 'missing_scope', {
      needed: method.scopes[0],
      provided: caller.scopes.join(','),
    });
  const read = await readArguments(context);
  if (read === null) return slackRefusal(context, 'invalid_json');
  const space = spaces(String(numberOf(caller.account.key)));
  const result = method.answer({
    caller,
    space,
    args: read.args,
    now: stage.clock.now(),
    serial: () => stage.serial('slack message'),
  });
  return context.json({ ...result, ...(read.warning ? { warning: read.warning } : {}) });
}

async function readArguments(context: Context) {
  if (context.req.method === 'GET') return { args: context.req.query() as Record<string, unknown> };
  const type = context.req.header('content-type') ?? '';
  const text = await context.req.text();
  if (!type.startsWith('application/json'))
    return { args: Object.fromEntries(new URLSearchParams(text)) as Record<string, unknown> };
  try {
    const args: Record<string, unknown> = JSON.parse(text || '{}');
    return { args, warning: /charset/i.test(type) ? null : 'missing_charset' };
  } catch {
    return null;
  }
}

type Dead = ReturnType<typeof boundedMap<'token_revoked' | 'account_inactive'>>;

async function revoke(stage: Stage, context: Context, caller: Caller, dead: Dead) {
  const read = await readArguments(context);
  if (['1', 'true', true].includes(read?.args.test as string | boolean))
    return context.json({ ok: true, revoked: false });
  if (caller.grant) stage.grants.revoke(caller.grant);
  else dead.set(caller.token, 'token_revoked');
  return context.json({ ok: true, revoked: true });
}

/** Takes the app, that is its client, and ends every grant of it in the workspace. */
async function uninstall(stage: Stage, context: Context, caller: Caller, dead: Dead) {
  const read = await readArguments(context);
  const app = stage.apps.find('slack', String(read?.args.client_id ?? ''));
  if (!app) return slackRefusal(context, 'invalid_client_id');
  if (app.clientSecret !== read?.args.client_secret)
    return slackRefusal(context, 'bad_client_secret');
  if (!caller.grant) dead.set(caller.token, 'account_inactive');
  for (const grant of stage.grants.list()) {
    const isSame = grant.vendor === 'slack' && grant.account.key === caller.account.key;
    if (isSame && grant.clientId === app.clientId) stage.grants.revoke(grant);
  }
  return context.json({ ok: true });
}
