import { type Context, Hono, type Next } from 'hono';
import { boundedMap } from '../bounded-map.ts';
import type { FaultShape } from '../faults.ts';
import { authorizeRoutes } from '../oauth/authorize.ts';
import { admitCaller, bearerOf, type Caller, findCaller, hasScope } from '../oauth/caller.ts';
import { tokenEndpoint } from '../oauth/token.ts';
import { readTokenRequest } from '../oauth/token-request.ts';
import type { Stage } from '../stage.ts';
import { linkedin, linkedinIssuer, linkedinJwks, memberId, memberName } from './oauth.ts';

type Env = { Variables: { caller: Caller; number: number } };
type Status = 400 | 401 | 403 | 404 | 422 | 426 | 429 | 500;

/** Versions live about a year; the sandbox keeps its oldest one so that a demo does not age. */
const oldestVersion = 202511;

const failure = (context: Context, status: Status, message: string, more: object = {}) =>
  context.json({ message, ...more, status }, status);

const unauthorized = (context: Context, revoked = false) =>
  failure(
    context,
    401,
    revoked ? 'The token used in the request has been revoked by the user' : 'Invalid access token',
    { serviceErrorCode: revoked ? 65601 : 65600, code: 'REVOKED_OR_INVALID_ACCESS_TOKEN' },
  );

const denied = (context: Context, what: string) =>
  failure(context, 403, `Not enough permissions to access: ${what}`, {
    serviceErrorCode: 100,
    code: 'ACCESS_DENIED',
  });

/** A 429 has no Retry-After here: limits end at midnight UTC. */
const shape: FaultShape = (context, fault) => {
  if (fault === '401') return unauthorized(context);
  if (fault === '429')
    return failure(
      context,
      429,
      'Resource level throttle limit for calls to this resource is reached.',
      {
        serviceErrorCode: 101,
        code: 'TOO_MANY_REQUESTS',
      },
    );
  if (fault === '500')
    return failure(context, 500, 'Internal Server Error', { serviceErrorCode: 0 });
  return denied(context, context.req.path.replace(/^\/[^/]+/, ''));
};

/** `https://www.linkedin.com/oauth`. */
export function linkedinSite(stage: Stage) {
  const app = new Hono();
  app.route('/v2/authorization', authorizeRoutes(stage, linkedin));
  app.post('/v2/accessToken', tokenEndpoint(stage, linkedin));
  app.post('/v2/introspectToken', (context) => aboutToken(stage, context, 'introspect'));
  app.post('/v2/revoke', (context) => aboutToken(stage, context, 'revoke'));
  app.get('/.well-known/openid-configuration', (context) =>
    context.json({
      issuer: linkedinIssuer,
      authorization_endpoint: `${linkedinIssuer}/v2/authorization`,
      token_endpoint: `${linkedinIssuer}/v2/accessToken`,
      userinfo_endpoint: 'https://api.linkedin.com/v2/userinfo',
      jwks_uri: `${linkedinIssuer}/openid/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email'],
    }),
  );
  app.get('/openid/jwks', (context) => context.json(linkedinJwks()));
  return app;
}

async function aboutToken(stage: Stage, context: Context, verb: 'introspect' | 'revoke') {
  const asked = await readTokenRequest(context, linkedin);
  const app = stage.apps.find('linkedin', asked.clientId);
  if (!app || app.clientSecret !== asked.clientSecret)
    return linkedin.refuse(context, asked.clientId ? 'bad_secret' : 'wrong_client_auth', asked);
  const token = asked.parameters.token ?? '';
  const found = stage.grants.ofAccessToken(linkedin, token);
  const grant = found?.grant ?? stage.grants.ofRefreshToken(linkedin, token);
  const isOwn = grant?.clientId === app.clientId;
  if (verb === 'revoke') {
    if (grant && isOwn) stage.grants.revoke(grant);
    return context.body(null, 200);
  }
  if (!grant || !isOwn) return context.json({ active: false });
  const state = found?.state ?? (grant.revoked ? 'revoked' : 'active');
  const seconds = (ms: number) => Math.floor(ms / 1000);
  return context.json({
    active: state === 'active',
    client_id: grant.clientId,
    authorized_at: seconds(grant.createdAt),
    created_at: seconds(grant.issuedAt),
    status: state,
    expires_at: seconds(found?.endsAt ?? grant.refreshEndsAt ?? 0),
    scope: grant.scopes.join(','),
    auth_type: '3L',
  });
}

/** `https://api.linkedin.com`. */
export function linkedinApi(stage: Stage) {
  const posts = boundedMap<{ author: string; commentary: string }>(2_000);
  let made = 0;
  const app = new Hono<Env>();
  app.use(async (context, next) => {
    const caller = findCaller(stage, linkedin, bearerOf(context));
    const fault = await admitCaller(stage, linkedin, context, caller, shape);
    if (fault) return fault;
    if (typeof caller === 'string') return unauthorized(context, caller === 'revoked');
    context.set('caller', caller);
    context.set('number', Number(caller.account.key));
    await next();
    return undefined;
  });
  app.get('/v2/userinfo', (context) => userinfo(context));

  app.use('/rest/*', requireVersion);
  app.post('/rest/posts', async (context) => {
    const { caller, number } = context.var;
    if (!hasScope(caller, 'w_member_social')) return denied(context, 'posts.CREATE');
    const body: Record<string, unknown> = await context.req.json().catch(() => ({}));
    const problem = postProblem(body, memberId(number));
    if (problem)
      return failure(context, problem.status, problem.message, { serviceErrorCode: 100 });
    made += 1;
    const urn = `urn:li:share:${7_000_000_000_000_000_000n + BigInt(made)}`;
    posts.set(urn, { author: String(body.author), commentary: String(body.commentary) });
    return context.body(null, 201, { 'x-restli-id': urn });
  });
  app.delete('/rest/posts/:urn', (context) => {
    const post = posts.get(decodeURIComponent(context.req.param('urn')));
    if (!post) return failure(context, 404, 'Could not find entity', { code: 'NOT_FOUND' });
    if (post.author !== `urn:li:person:${memberId(context.var.number)}`)
      return denied(context, 'posts.DELETE');
    posts.delete(decodeURIComponent(context.req.param('urn')));
    return context.body(null, 204);
  });
  // Reading a member's posts is closed to new apps.
  app.get('/rest/posts', (context) => denied(context, 'posts.FINDER-author'));
  app.get('/rest/organizationAcls', (context) => {
    if (
      !hasScope(
        context.var.caller,
        'rw_organization_admin',
        'r_organization_social',
        'w_organization_social',
      )
    )
      return denied(context, 'organizationAcls.FINDER-roleAssignee');
    const roleAssignee = `urn:li:person:${memberId(context.var.number)}`;
    const organization = `urn:li:organization:${2_000 + context.var.number}`;
    const elements = [{ role: 'ADMINISTRATOR', state: 'APPROVED', roleAssignee, organization }];
    return context.json({ elements, paging: { start: 0, count: 10, links: [], total: 1 } });
  });
  app.notFound((context) =>
    failure(context, 404, `No virtual resource found for: ${context.req.path}`, {
      serviceErrorCode: 0,
    }),
  );
  return app;
}

function userinfo(context: Context<Env>): Response {
  const { caller, number } = context.var;
  if (!hasScope(caller, 'openid')) return denied(context, 'userinfo.GET.NO_VERSION');
  const { given, family } = memberName(number);
  const profile = hasScope(caller, 'profile')
    ? {
        name: `${given} ${family}`,
        given_name: given,
        family_name: family,
        picture: 'https://media.licdn.com/sandbox.png',
        locale: { country: 'US', language: 'en' },
      }
    : {};
  const email = hasScope(caller, 'email')
    ? { email: `${given}.${family}@member-${number}.example`.toLowerCase(), email_verified: true }
    : {};
  return context.json({ sub: memberId(number), ...profile, ...email });
}

async function requireVersion(context: Context, next: Next): Promise<Response | undefined> {
  const version = context.req.header('linkedin-version');
  if (!version || !/^\d{6}$/.test(version))
    return failure(context, 400, 'A LinkedIn-Version header of the form YYYYMM is required', {
      code: 'VERSION_MISSING',
    });
  const now = new Date();
  const newest = now.getUTCFullYear() * 100 + now.getUTCMonth() + 1;
  if (Number(version) < oldestVersion || Number(version) > newest)
    return failure(context, 426, `Requested version ${version} is not active`, {
      code: 'NONEXISTENT_VERSION',
    });
  if (context.req.header('x-restli-protocol-version') !== '2.0.0')
    return failure(context, 400, 'X-Restli-Protocol-Version must be 2.0.0', {
      serviceErrorCode: 0,
    });
  await next();
  return undefined;
}

function postProblem(
  body: Record<string, unknown>,
  member: string,
): { status: 400 | 403 | 422; message: string } | null {
  for (const field of ['author', 'commentary', 'visibility', 'distribution', 'lifecycleState'])
    if (body[field] === undefined)
      return { status: 422, message: `ERROR :: /${field} :: field is required but not found` };
  const { author } = body;
  if (typeof author !== 'string' || !/^urn:li:(person|organization):/.test(author))
    return { status: 400, message: 'ERROR :: /author :: is not a valid urn' };
  if (author !== `urn:li:person:${member}`)
    return {
      status: 403,
      message: `Field Value validation failed in REQUEST_BODY: /author: ${author}`,
    };
  return null;
}
