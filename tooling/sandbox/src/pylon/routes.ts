import { type Context, Hono } from 'hono';
import { remember } from '../bounded-map.ts';
import type { FaultShape } from '../faults.ts';
import { bearerOf } from '../oauth/caller.ts';
import type { Stage } from '../stage.ts';
import { type PylonOrganization, pylonIssue, pylonOrganization } from './data.ts';

export type PylonRegion = 'us' | 'eu';
type Env = { Variables: { number: number; organization: PylonOrganization } };
type PylonContext = Context<Env>;
type Body = Record<string, unknown>;

/** `sandbox-pylon-<region>-<n>`: the token of organization `n`, good on its region's host alone. */
const tokenRule = /^sandbox-pylon-(us|eu)-([1-9]\d{0,8})(?:-fault-[a-z0-9_]+)?$/;
const longestWindowMs = 30 * 86_400_000;

export function pylonRoutes(stage: Stage, region: PylonRegion) {
  const organizations = remember((key) => pylonOrganization(Number(key.split('-')[1])));
  const requestId = () => `req_${region}_${stage.serial('pylon request')}`;
  const failure = (
    context: Context,
    status: 400 | 401 | 403 | 404 | 429 | 500,
    code: string,
    message: string,
  ) => context.json({ errors: [message], request_id: requestId(), code }, status);
  const data = (context: Context, value: unknown) =>
    context.json({ data: value, request_id: requestId() });

  const shape: FaultShape = (context, fault, retryAfter) => {
    if (fault === '401')
      return failure(context, 401, 'invalid_api_token', 'The API token is not valid.');
    if (fault === '500') return failure(context, 500, 'internal_error', 'Something went wrong.');
    if (fault !== '429') return failure(context, 403, 'forbidden', 'The token may not do this.');
    context.header('x-retry-after', String(retryAfter));
    return failure(context, 429, 'rate_limited', 'Too many requests.');
  };

  const app = new Hono<Env>();
  app.use(async (context, next) => {
    const token = bearerOf(context);
    const found = tokenRule.exec(token ?? '');
    const fault = await stage.desk.admit(
      context,
      found ? (token ?? '') : 'pylon-unknown',
      ['pylon'],
      shape,
    );
    if (fault) return fault;
    if (!token)
      return failure(
        context,
        401,
        'invalid_authorization_header',
        'Send Authorization: Bearer <token>.',
      );
    if (!found) return failure(context, 401, 'invalid_api_token', 'The API token is not valid.');
    const [, home, number = ''] = found;
    if (home !== region)
      return failure(context, 401, 'wrong_region_token', 'This token belongs to another region.');
    context.set('number', Number(number));
    context.set('organization', organizations(`${region}-${number}`));
    const limited = takeLimit(context);
    if (limited) return limited;
    await next();
    return undefined;
  });

  /** Per organization and endpoint: 30, 120 or 300 a minute. */
  function takeLimit(context: PylonContext): Response | null {
    const path = context.req.path
      .replace(/^\/[^/]+/, '')
      .replace(/^(\/issues\/)(?!search)[^/]+/, '$1{id}');
    const endpoint = `${context.req.method} ${path}`;
    const key = `pylon ${region} ${context.var.number} ${endpoint}`;
    const standing = stage.limits.take(key, limits[endpoint] ?? 120, 60);
    context.header('x-rate-limit-limit', String(standing.limit));
    context.header('x-rate-limit-remaining', String(standing.remaining));
    context.header('x-rate-limit-reset', String(Math.ceil(standing.resetSeconds)));
    return standing.exceeded ? shape(context, '429', Math.ceil(standing.resetSeconds)) : null;
  }

  const list = (context: Context, items: unknown[], asked: Body) => {
    const size = Math.min(1000, Math.max(1, Number(asked.limit ?? 100) || 100));
    const start = Number(/^at_(\d+)$/.exec(String(asked.cursor ?? ''))?.[1] ?? 0);
    const has_next_page = start + size < items.length;
    const pagination = { cursor: has_next_page ? `at_${start + size}` : '', has_next_page };
    return context.json({
      data: items.slice(start, start + size),
      pagination,
      request_id: requestId(),
    });
  };

  app.get('/me', (context) => {
    const { id, name } = context.var.organization;
    return data(context, { id, name });
  });
  app.get('/issues', (context) => {
    const asked = context.req.query();
    const from = Date.parse(asked.start_time ?? '');
    const until = Date.parse(asked.end_time ?? '');
    if (Number.isNaN(from) || Number.isNaN(until))
      return failure(context, 400, 'invalid_parameter', 'start_time and end_time are required.');
    if (until < from || until - from > longestWindowMs)
      return failure(context, 400, 'invalid_parameter', 'The time range must be at most 30 days.');
    const found = context.var.organization.issues.filter(({ created_at }) => {
      const at = Date.parse(created_at);
      return at >= from && at < until;
    });
    return list(context, found, asked);
  });
  app.post('/issues/search', async (context) => {
    const body = await bodyOf(context);
    return list(context, context.var.organization.issues.filter(matching(body.filter)), body);
  });
  app.post('/issues', async (context) => {
    const body = await bodyOf(context);
    for (const field of ['title', 'body_html'])
      if (typeof body[field] !== 'string' || body[field] === '')
        return failure(context, 400, 'invalid_parameter', `${field} is required.`);
    const { issues } = context.var.organization;
    const createdAt = new Date(stage.clock.now()).toISOString();
    const place = 1_000 + stage.serial(`pylon issue ${region} ${context.var.number}`);
    const issue = pylonIssue(context.var.number, place, String(body.title), createdAt);
    issue.body_html = String(body.body_html);
    issue.account = null;
    issue.requester = null;
    apply(issue, body);
    issues.unshift(issue);
    issues.length = Math.min(issues.length, 500);
    return data(context, issue);
  });
  const issueOf = (context: PylonContext) =>
    context.var.organization.issues.find(
      ({ id, number }) =>
        id === context.req.param('id') || String(number) === context.req.param('id'),
    );
  const missing = (context: Context) =>
    failure(context, 404, 'not_found', 'The issue was not found.');
  app.get('/issues/:id', (context) => {
    const issue = issueOf(context);
    return issue ? data(context, issue) : missing(context);
  });
  app.patch('/issues/:id', async (context) => {
    const issue = issueOf(context);
    if (!issue) return missing(context);
    apply(issue, await bodyOf(context));
    return data(context, issue);
  });
  for (const kind of ['reply', 'note'] as const)
    app.post(`/issues/:id/${kind}`, async (context) => {
      const issue = issueOf(context);
      if (!issue) return missing(context);
      const body = await bodyOf(context);
      if (typeof body.body_html !== 'string' || body.body_html === '')
        return failure(context, 400, 'invalid_parameter', 'body_html is required.');
      return data(context, { id: `message_${stage.serial('pylon message')}`, issue_id: issue.id });
    });
  app.get('/accounts', (context) =>
    list(context, context.var.organization.accounts, context.req.query()),
  );
  app.post('/accounts/search', async (context) => {
    const body = await bodyOf(context);
    return list(context, context.var.organization.accounts.filter(matching(body.filter)), body);
  });
  app.post('/contacts/search', async (context) => {
    const body = await bodyOf(context);
    return list(context, context.var.organization.contacts.filter(matching(body.filter)), body);
  });
  app.notFound((context) => failure(context, 404, 'not_found', 'There is no such endpoint.'));
  return app;
}

const limits: Record<string, number> = {
  'GET /issues': 30,
  'POST /issues/search': 120,
  'POST /issues': 30,
  'GET /issues/{id}': 300,
  'PATCH /issues/{id}': 120,
  'GET /accounts': 300,
  'POST /accounts/search': 120,
  'POST /contacts/search': 120,
  'GET /me': 300,
};

const bodyOf = async (context: Context): Promise<Body> => {
  const body: unknown = await context.req.json().catch(() => ({}));
  return body && typeof body === 'object' ? (body as Body) : {};
};

/** `{field, operator: equals|in|contains, value, values}`; anything else finds everything. */
function matching(filter: unknown): (item: object) => boolean {
  if (!filter || typeof filter !== 'object') return () => true;
  const { field, operator, value, values } = filter as Body;
  return (item) => {
    const found = (item as Body)[String(field)];
    if (found === undefined) return true;
    const text = String(found);
    if (operator === 'in') return Array.isArray(values) && values.map(String).includes(text);
    if (operator === 'contains' || operator === 'string_contains')
      return text.toLowerCase().includes(String(value).toLowerCase());
    return text === String(value);
  };
}

/** An empty string clears a field. */
function apply(issue: PylonOrganization['issues'][number], body: Body): void {
  if (typeof body.title === 'string' && body.title !== '') issue.title = body.title;
  if (typeof body.state === 'string') issue.state = body.state;
  if (typeof body.priority === 'string') issue.priority = body.priority;
  if (Array.isArray(body.tags)) issue.tags = body.tags.map(String);
  const reference = (value: unknown) => (value === '' ? null : { id: String(value) });
  if (body.assignee_id !== undefined) issue.assignee = reference(body.assignee_id);
  if (body.team_id !== undefined) issue.team = reference(body.team_id);
  if (body.account_id !== undefined) issue.account = reference(body.account_id);
  if (body.requester_id !== undefined) issue.requester = reference(body.requester_id);
}
