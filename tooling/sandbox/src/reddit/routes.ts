import { type Context, Hono, type Next } from 'hono';
import { remember } from '../bounded-map.ts';
import type { FaultShape } from '../faults.ts';
import { authorizeRoutes } from '../oauth/authorize.ts';
import { admitCaller, bearerOf, type Caller, findCaller, hasScope } from '../oauth/caller.ts';
import { tokenEndpoint } from '../oauth/token.ts';
import { readTokenRequest } from '../oauth/token-request.ts';
import type { Stage } from '../stage.ts';
import { redditInbox, redditMe, redditPosts, subreddits } from './data.ts';
import { reddit, redditScopes } from './oauth.ts';

type Env = { Variables: { caller: Caller } };

const defaultAgents =
  /^$|^(node|undici|deno|bun|curl|wget|python|axios|got|go-http|java|okhttp|ruby)\b/i;

const refusal = (context: Context, status: 401 | 403 | 404 | 429 | 500, message: string) =>
  context.json({ message, error: status }, status);

const shape: FaultShape = (context, fault, retryAfter) => {
  if (fault === '429') {
    context.header('retry-after', String(retryAfter));
    limitHeaders(context, 1000, 0, retryAfter);
    return refusal(context, 429, 'Too Many Requests');
  }
  if (fault === 'missing_scope') return insufficientScope(context);
  if (fault === '500') return refusal(context, 500, 'Internal Server Error');
  return fault === '401' ? unauthorized(context) : refusal(context, 403, 'Forbidden');
};

function unauthorized(context: Context): Response {
  context.header('www-authenticate', 'Bearer realm="reddit", error="invalid_token"');
  return refusal(context, 401, 'Unauthorized');
}

function insufficientScope(context: Context): Response {
  context.header('www-authenticate', 'Bearer realm="reddit", error="insufficient_scope"');
  return refusal(context, 403, 'Forbidden');
}

function limitHeaders(context: Context, used: number, remaining: number, reset: number): void {
  context.header('x-ratelimit-used', String(used));
  context.header('x-ratelimit-remaining', remaining.toFixed(1));
  context.header('x-ratelimit-reset', String(Math.ceil(reset)));
}

/** Requests under an agent's default name are throttled, whatever else they carry. */
async function policeAgent(context: Context, next: Next): Promise<Response | undefined> {
  if (defaultAgents.test(context.req.header('user-agent') ?? ''))
    return refusal(context, 429, 'Too Many Requests');
  await next();
  return undefined;
}

/** `https://www.reddit.com`: the consent page, tokens, and the public list of scopes. */
export function redditSite(stage: Stage) {
  const app = new Hono();
  app.route('/api/v1/authorize', authorizeRoutes(stage, reddit));
  app.use('/api/v1/access_token', policeAgent);
  app.use('/api/v1/revoke_token', policeAgent);
  app.post('/api/v1/access_token', tokenEndpoint(stage, reddit));
  app.post('/api/v1/revoke_token', (context) => revoke(stage, context));
  app.get('/api/v1/scopes.json', scopesList);
  return app;
}

const scopesList = (context: Context) =>
  context.json(
    Object.fromEntries(
      redditScopes.map((id) => [id, { id, name: id, description: `Allow ${id}.` }]),
    ),
  );

/** 204 for tokens that nobody knows as well; only another app's token is refused. */
async function revoke(stage: Stage, context: Context): Promise<Response> {
  const asked = await readTokenRequest(context, reddit);
  const app = stage.apps.find('reddit', asked.clientId);
  if (!asked.usesAllowedAuth || !app || app.clientSecret !== asked.clientSecret)
    return reddit.refuse(context, 'unknown_client', asked);
  const token = asked.parameters.token ?? '';
  const grant =
    stage.grants.ofRefreshToken(reddit, token) ?? stage.grants.ofAccessToken(reddit, token)?.grant;
  if (grant && grant.clientId !== app.clientId)
    return context.json({ error: 'unauthorized_client' }, 400);
  if (grant) stage.grants.revoke(grant);
  return context.body(null, 204);
}

/** `https://oauth.reddit.com`. */
export function redditApi(stage: Stage) {
  const postsOf = remember(redditPosts);
  const app = new Hono<Env>();
  app.use(policeAgent);
  app.use(async (context, next) => {
    const caller = findCaller(stage, reddit, bearerOf(context));
    const fault = await admitCaller(stage, reddit, context, caller, shape);
    if (fault) return fault;
    if (typeof caller === 'string') return unauthorized(context);
    const client = caller.grant?.clientId ?? caller.label;
    // 100 a minute, averaged over ten minutes.
    const { used, remaining, resetSeconds, exceeded } = stage.limits.take(
      `reddit ${client}`,
      1_000,
      600,
    );
    limitHeaders(context, used, remaining, resetSeconds);
    if (exceeded) return refusal(context, 429, 'Too Many Requests');
    context.set('caller', caller);
    await next();
    return undefined;
  });
  const needs = (scope: string) => async (context: Context<Env>, next: Next) => {
    if (!hasScope(context.var.caller, scope)) return insufficientScope(context);
    await next();
    return undefined;
  };
  const numberOf = (context: Context<Env>) => Number(context.var.caller.account.key);

  app.get('/api/v1/me', needs('identity'), (context) => context.json(redditMe(numberOf(context))));
  app.get('/api/v1/scopes', scopesList);
  app.get('/r/:sr/new', needs('read'), (context) => {
    const sr = knownSubreddit(context.req.param('sr'));
    if (!sr) return refusal(context, 404, 'Not Found');
    return context.json(listing(context, 't3', postsOf(sr)));
  });
  app.get('/r/:sr/about', needs('read'), (context) => {
    const sr = knownSubreddit(context.req.param('sr'));
    if (!sr) return refusal(context, 404, 'Not Found');
    const data = {
      display_name: sr,
      title: `r/${sr}`,
      subscribers: 1_000 * sr.length,
      over18: false,
    };
    return context.json({ kind: 't5', data: { id: `s${sr}`, name: `t5_s${sr}`, ...data } });
  });
  app.get('/message/inbox', needs('privatemessages'), (context) =>
    context.json(listing(context, 't4', redditInbox(numberOf(context)))),
  );
  app.post('/api/submit', needs('submit'), (context) => submit(stage, context, postsOf));
  app.post('/api/comment', needs('submit'), (context) => comment(context, postsOf));
  return app;
}

const knownSubreddit = (name = '') =>
  subreddits.find((sr) => sr.toLowerCase() === name.toLowerCase());

type Named = { name: string };

function listing<Item extends Named>(context: Context, kind: string, items: Item[]) {
  const limit = Math.min(100, Math.max(1, Number(context.req.query('limit') ?? 25) || 25));
  const after = context.req.query('after');
  const start = after ? items.findIndex(({ name }) => name === after) + 1 : 0;
  const shown = items.slice(start, start + limit);
  const last = start + limit < items.length ? (shown.at(-1)?.name ?? null) : null;
  const children = shown.map((data) => ({ kind, data: escaped(context, data) }));
  return { kind: 'Listing', data: { after: last, before: null, dist: shown.length, children } };
}

/** Text comes HTML-escaped unless `raw_json=1` is asked for. */
function escaped<Item extends object>(context: Context, item: Item): Item {
  if (context.req.query('raw_json') === '1') return item;
  const safe = (value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      : value;
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, safe(value)]),
  ) as Item;
}

const formOf = async (context: Context): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await context.req.text()));

/** With `api_type=json` mistakes are HTTP 200 with `json.errors`. */
const mistakes = (context: Context, ...errors: [string, string, string][]) =>
  context.json({ json: { errors } });

async function submit(
  stage: Stage,
  context: Context<Env>,
  postsOf: (sr: string) => ReturnType<typeof redditPosts>,
): Promise<Response> {
  const form = await formOf(context);
  const { account } = context.var.caller;
  const sr = knownSubreddit(form.sr ?? '');
  if (!sr) return mistakes(context, ['SUBREDDIT_NOEXIST', "that subreddit doesn't exist", 'sr']);
  if (!form.title) return mistakes(context, ['NO_TEXT', 'we need something here', 'title']);
  if (form.kind === 'link' && !form.url)
    return mistakes(context, ['NO_URL', 'a url is required', 'url']);
  if (form.kind !== 'link' && form.kind !== 'self')
    return mistakes(context, ['INVALID_OPTION', 'that option is not valid', 'kind']);
  const posting = stage.limits.take(`reddit posting ${account.key}`, 30, 600);
  if (posting.exceeded) {
    const minutes = Math.ceil(posting.resetSeconds / 60);
    const text = `you are doing that too much. try again in ${minutes} minutes.`;
    return mistakes(context, ['RATELIMIT', text, 'ratelimit']);
  }
  const posts = postsOf(sr);
  const id = (36 ** 5 * 2 + posts.length).toString(36);
  const permalink = `/r/${sr}/comments/${id}/`;
  const url = form.kind === 'link' ? (form.url ?? '') : `https://www.reddit.com${permalink}`;
  posts.unshift({
    id,
    name: `t3_${id}`,
    subreddit: sr,
    title: form.title,
    selftext: form.text ?? '',
    author: redditMe(Number(account.key)).name,
    score: 1,
    num_comments: 0,
    created_utc: Math.floor(stage.clock.now() / 1000),
    permalink,
    url,
    is_self: form.kind === 'self',
  });
  posts.length = Math.min(posts.length, 500);
  return context.json({ json: { errors: [], data: { id, name: `t3_${id}`, url } } });
}

async function comment(
  context: Context<Env>,
  postsOf: (sr: string) => ReturnType<typeof redditPosts>,
): Promise<Response> {
  const form = await formOf(context);
  if (!form.text) return mistakes(context, ['NO_TEXT', 'we need something here', 'text']);
  const parent = subreddits.flatMap(postsOf).find(({ name }) => name === form.thing_id);
  if (!parent) return mistakes(context, ['DELETED_COMMENT', 'that is gone', 'parent']);
  parent.num_comments += 1;
  const id = `c${parent.id}${parent.num_comments}`;
  const data = {
    id,
    name: `t1_${id}`,
    body: form.text,
    parent_id: parent.name,
    link_id: parent.name,
  };
  return context.json({ json: { errors: [], data: { things: [{ kind: 't1', data }] } } });
}
