import { type Context, Hono, type Next } from 'hono';
import { remember } from '../bounded-map.ts';
import type { FaultShape } from '../faults.ts';
import { authorizeRoutes } from '../oauth/authorize.ts';
import { admitCaller, bearerOf, type Caller, findCaller } from '../oauth/caller.ts';
import { tokenEndpoint } from '../oauth/token.ts';
import { readTokenRequest } from '../oauth/token-request.ts';
import type { Stage } from '../stage.ts';
import {
  type NotionPage,
  type NotionWorkspace,
  notionId,
  notionPage,
  notionPeople,
  notionWorkspace,
  paragraph,
} from './data.ts';
import { botIdOf, notion } from './oauth.ts';

type Env = { Variables: { caller: Caller; number: number; space: NotionWorkspace } };
type NotionContext = Context<Env>;
type Status = 400 | 401 | 403 | 404 | 429 | 500;

const versions = [
  '2021-05-13',
  '2021-08-16',
  '2022-02-22',
  '2022-06-28',
  '2025-09-03',
  '2026-03-11',
];

/** An internal token: `ntn_sandbox<n>`, workspace `n`. `secret_` is the older prefix. */
const fixedToken = (token: string) => {
  const number = /^(?:ntn_|secret_)sandbox([1-9]\d{0,8})(?:fault[a-z0-9]+)?$/.exec(token)?.[1];
  return number === undefined ? null : notion.findAccount(number);
};

const failure = (context: Context, status: Status, code: string, message: string, extra = {}) =>
  context.json(
    { object: 'error', status, code, message, ...extra, request_id: notionId(0, message, 0) },
    status,
  );

const unauthorized = (context: Context) =>
  failure(context, 401, 'unauthorized', 'API token is invalid.');

const notFound = (context: Context, what: string) =>
  failure(
    context,
    404,
    'object_not_found',
    `Could not find ${what}. Make sure the relevant pages and databases are shared with your integration.`,
  );

const tooMany = (context: Context, retryAfter: number) => {
  context.header('retry-after', String(Math.max(1, Math.ceil(retryAfter))));
  return failure(context, 429, 'rate_limited', 'You have been rate limited.', {
    additional_data: { rate_limit_reason: 'connection' },
  });
};

const shape: FaultShape = (context, fault, retryAfter) => {
  if (fault === '401') return unauthorized(context);
  if (fault === '429') return tooMany(context, retryAfter);
  if (fault === '500')
    return failure(context, 500, 'internal_server_error', 'Unexpected error occurred.');
  return failure(
    context,
    403,
    'restricted_resource',
    'Insufficient permissions for this endpoint.',
  );
};

/** `https://api.notion.com/v1`: consent page, tokens and the API share a host. */
export function notionRoutes(stage: Stage) {
  const spaces = remember((key) => notionWorkspace(Number(key)));
  const app = new Hono<Env>();
  app.route('/oauth/authorize', authorizeRoutes(stage, notion));
  app.post('/oauth/token', tokenEndpoint(stage, notion));
  app.post('/oauth/revoke', (context) => aboutToken(stage, context, 'revoke'));
  app.post('/oauth/introspect', (context) => aboutToken(stage, context, 'introspect'));

  app.use(async (context, next) => {
    const caller = findCaller(stage, notion, bearerOf(context), fixedToken);
    const fault = await admitCaller(stage, notion, context, caller, shape);
    if (fault) return fault;
    if (typeof caller === 'string') return unauthorized(context);
    const problem = versionProblem(context);
    if (problem) return problem;
    const { exceeded, resetSeconds } = stage.limits.take(`notion ${caller.label}`, 180, 60);
    if (exceeded) return tooMany(context, resetSeconds);
    context.set('caller', caller);
    context.set('number', Number(caller.account.key));
    context.set('space', spaces(caller.account.key));
    await next();
    return undefined;
  });
  app.get('/users/me', (context) => context.json(bot(context)));
  app.get('/users', (context) =>
    context.json(
      list(context, [...notionPeople(context.var.number), bot(context)], query(context)),
    ),
  );
  app.post('/search', withBody(search));
  app.post('/pages', withBody(createPage));
  app.get('/pages/:id', (context) => {
    const page = findPage(context);
    return page
      ? context.json(page)
      : notFound(context, `page with ID: ${context.req.param('id')}`);
  });
  app.patch('/pages/:id', withBody(changePage));
  app.get('/blocks/:id/children', (context) => {
    const blocks = context.var.space.blocks.get(plainId(context));
    return blocks
      ? context.json(list(context, blocks, query(context)))
      : notFound(context, `block with ID: ${context.req.param('id')}`);
  });
  app.patch('/blocks/:id/children', withBody(appendBlocks));
  app.post(
    '/data_sources/:id/query',
    withBody((context, body) => queryRows(context, body, 'data_source')),
  );
  app.post(
    '/databases/:id/query',
    withBody((context, body) => queryRows(context, body, 'database')),
  );
  app.all('*', (context) => failure(context, 400, 'invalid_request_url', 'Invalid request URL.'));
  return app;
}

function versionProblem(context: Context): Response | null {
  const version = context.req.header('notion-version');
  if (version === undefined)
    return failure(context, 400, 'missing_version', 'Notion-Version header should be defined.');
  if (versions.includes(version)) return null;
  const known = versions.map((word) => `"${word}"`).join(' or ');
  return failure(
    context,
    400,
    'validation_error',
    `Notion-Version header failed validation: should be ${known}, instead was "${version}".`,
  );
}

async function aboutToken(stage: Stage, context: Context, verb: 'revoke' | 'introspect') {
  const asked = await readTokenRequest(context, notion);
  const app = stage.apps.find('notion', asked.clientId);
  if (!asked.isFramed) return notion.refuse(context, 'wrong_body', asked);
  if (!app || app.clientSecret !== asked.clientSecret)
    return notion.refuse(context, 'unknown_client', asked);
  const found = stage.grants.ofAccessToken(notion, asked.parameters.token ?? '');
  const isOwn = found?.grant.clientId === app.clientId;
  const request_id = notionId(0, verb, 0);
  if (verb === 'revoke') {
    if (found && isOwn) stage.grants.revoke(found.grant);
    return context.json({ request_id });
  }
  if (!found || !isOwn || found.state !== 'active')
    return context.json({ active: false, request_id });
  const iat = Math.floor(found.grant.createdAt / 1000);
  return context.json({ active: true, scope: 'read_content insert_content', iat, request_id });
}

function bot(context: NotionContext) {
  const { caller, number } = context.var;
  const [owner] = notionPeople(number);
  return {
    object: 'user',
    id: caller.grant ? botIdOf(caller.grant) : notionId(number, 'internal bot', 0),
    type: 'bot',
    name: caller.grant ? 'Patchbay demo' : 'Internal integration',
    avatar_url: null,
    bot: {
      owner: caller.grant ? { type: 'user', user: owner } : { type: 'workspace', workspace: true },
      workspace_id: notionId(number, 'workspace', 0),
      workspace_name: caller.account.name,
      workspace_limits: { max_file_upload_size_in_bytes: 5_242_880 },
    },
  };
}

type Body = Record<string, unknown>;
type WithBody = (context: NotionContext, body: Body) => Response | Promise<Response>;

const withBody = (handle: WithBody) => async (context: NotionContext, _next: Next) => {
  const body: unknown = await context.req.json().catch(() => null);
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    return failure(context, 400, 'invalid_json', 'Error parsing JSON body.');
  return handle(context, body as Body);
};

const query = (context: Context): Body => context.req.query();

/** Pages of at most 100; the cursor is the place to go on from. */
function list<Item>(_context: Context, items: Item[], asked: Body) {
  const size = Math.min(100, Math.max(1, Number(asked.page_size ?? 100) || 100));
  const start = Number(/^sandbox-(\d+)$/.exec(String(asked.start_cursor ?? ''))?.[1] ?? 0);
  const end = start + size;
  const has_more = end < items.length;
  return {
    object: 'list',
    results: items.slice(start, end),
    next_cursor: has_more ? `sandbox-${end}` : null,
    has_more,
  };
}

const titleOf = (item: NotionPage | NotionWorkspace['dataSource']): string =>
  JSON.stringify(item.object === 'page' ? item.properties : item.title).toLowerCase();

function search(context: NotionContext, body: Body): Response {
  const { dataSource, pages } = context.var.space;
  const filter = body.filter as { value?: string } | undefined;
  const sort = body.sort as { direction?: string } | undefined;
  const words = String(body.query ?? '').toLowerCase();
  const found = [dataSource, ...pages]
    .filter((item) => !filter?.value || item.object === filter.value)
    .filter((item) => titleOf(item).includes(words))
    .sort((one, other) => other.last_edited_time.localeCompare(one.last_edited_time));
  if (sort?.direction === 'ascending') found.reverse();
  return context.json({ ...list(context, found, body), type: 'page_or_data_source' });
}

const plainId = (context: Context): string => {
  const id = context.req.param('id') ?? '';
  const bare = id.replaceAll('-', '');
  return bare.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

const findPage = (context: NotionContext): NotionPage | undefined =>
  context.var.space.pages.find(({ id }) => id === plainId(context));

function createPage(context: NotionContext, body: Body): Response {
  const { space, number } = context.var;
  const parent = body.parent as Body | undefined;
  if (!parent || !body.properties)
    return failure(
      context,
      400,
      'validation_error',
      'body.parent and body.properties should be defined.',
    );
  const target = String(parent.page_id ?? parent.data_source_id ?? parent.database_id ?? '');
  const known = [space.databaseId, space.dataSourceId, ...space.pages.map(({ id }) => id)];
  if (!known.includes(target)) return notFound(context, `the parent with ID: ${target}`);
  const page = notionPage(number, 1_000 + space.pages.length, '', parent, new Date().toISOString());
  page.properties = body.properties as Body;
  space.pages.unshift(page);
  space.blocks.set(page.id, []);
  space.pages.length = Math.min(space.pages.length, 500);
  return context.json(page);
}

function changePage(context: NotionContext, body: Body): Response {
  const page = findPage(context);
  if (!page) return notFound(context, `page with ID: ${context.req.param('id')}`);
  page.properties = { ...page.properties, ...(body.properties as Body | undefined) };
  if (typeof body.archived === 'boolean') page.archived = body.archived;
  if (typeof body.in_trash === 'boolean') page.in_trash = body.in_trash;
  page.last_edited_time = new Date().toISOString();
  return context.json(page);
}

function appendBlocks(context: NotionContext, body: Body): Response {
  const id = plainId(context);
  const blocks = context.var.space.blocks.get(id);
  if (!blocks) return notFound(context, `block with ID: ${id}`);
  if (!Array.isArray(body.children))
    return failure(context, 400, 'validation_error', 'body.children should be an array.');
  const added = body.children.slice(0, 100).map((child: unknown, index) => ({
    ...paragraph(context.var.number, id, blocks.length + index, ''),
    ...(child as Body),
  }));
  blocks.push(...added);
  blocks.splice(0, Math.max(0, blocks.length - 1_000));
  return context.json(list(context, added, {}));
}

/** Since 2025-09-03 a database holds data sources, and only those are queried. */
function queryRows(context: NotionContext, body: Body, by: 'database' | 'data_source'): Response {
  const { space } = context.var;
  const isNew = (context.req.header('notion-version') ?? '') >= '2025-09-03';
  if (isNew !== (by === 'data_source'))
    return failure(context, 400, 'invalid_request_url', 'Invalid request URL.');
  const id = plainId(context);
  if (id !== (by === 'database' ? space.databaseId : space.dataSourceId))
    return notFound(context, `${by} with ID: ${id}`);
  const rows = space.pages.filter(
    ({ parent }) => 'data_source_id' in parent || 'database_id' in parent,
  );
  return context.json(list(context, rows, body));
}
