import { isPatchbayError } from '@patchbay/core';
import { clientAddress } from '../client-address.ts';
import { ask, type Identity } from '../entry.ts';
import { addressHeader } from '../options.ts';
import { basePath } from '../settings.ts';
import { boundedText } from '../surface.ts';
import { authorize } from './authorize.ts';

type Endpoint = {
  methods: readonly string[];
  /** What of the request's headers reaches the library. */
  passes: readonly string[];
};

/** The protocol's endpoints, and no other of the library: clients are registered by verbs of ours. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  '/oauth2/authorize': { methods: ['GET'], passes: ['cookie'] },
  '/oauth2/token': { methods: ['POST'], passes: ['authorization', 'content-type'] },
  '/oauth2/userinfo': { methods: ['GET', 'POST'], passes: ['authorization', 'content-type'] },
  '/oauth2/revoke': { methods: ['POST'], passes: ['authorization', 'content-type'] },
  '/jwks': { methods: ['GET'], passes: [] },
};

export const discoveryPath = '/.well-known/openid-configuration';
export const signOnPaths = [
  discoveryPath,
  ...Object.keys(endpoints).map((path) => `${basePath}${path}`),
];

/** Scripts of other sites may call what no cookie opens (Fetch standard, CORS protocol). */
const forAnySite = { 'access-control-allow-origin': '*' };

/** Answers a request to one of `signOnPaths`. Whatever goes wrong is an error as OAuth has them (RFC 6749 5.2). */
export async function answerSignOn(
  identity: Identity,
  request: Request,
  address: string | undefined,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    if (pathname === discoveryPath) return await discovery(identity);
    const path = pathname.slice(basePath.length);
    const endpoint = endpoints[path];
    if (endpoint === undefined) return refused(404, 'invalid_request');
    if (request.method === 'OPTIONS') return preflight(endpoint);
    if (!endpoint.methods.includes(request.method)) return refused(405, 'invalid_request');
    if (path === '/oauth2/authorize') return await authorize(identity, request);
    const inner = await innerRequest(identity, path, endpoint, request, address);
    return opened(await ask(identity, inner));
  } catch (error) {
    if (isPatchbayError(error) && error.code === 'invalid_input')
      return refused(400, 'invalid_request');
    const name = error instanceof Error ? error.name : 'unknown';
    identity.settings.log?.('error', `A sign-on request failed: ${name}.`);
    return refused(500, 'server_error');
  }
}

async function innerRequest(
  { settings }: Identity,
  path: string,
  { passes }: Endpoint,
  from: Request,
  address: string | undefined,
): Promise<Request> {
  const headers = new Headers({ accept: 'application/json' });
  for (const name of passes) {
    const value = from.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const client = clientAddress(from.headers, address, settings.trustedProxyHeader);
  if (client !== undefined) headers.set(addressHeader, client);
  const url = `${new URL(settings.publicUrl).origin}${basePath}${path}`;
  const { method } = from;
  if (method === 'GET') return new Request(url, { headers });
  const body = inBasic(headers, await boundedText(from));
  return new Request(url, { method, headers, body });
}

/**
 * A secret in the form moves into the header. A client is registered for one of the two ways, and nobody knows
 * beforehand which one their tool's software takes (RFC 6749 2.3.1 allows both).
 */
function inBasic(headers: Headers, body: string): string {
  if (headers.has('authorization') || !headers.get('content-type')?.includes('urlencoded'))
    return body;
  const form = new URLSearchParams(body);
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  if (id === null || secret === null) return body;
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  form.delete('client_secret');
  return form.toString();
}

/** Says only what is served here; the library would also name endpoints that we keep shut. */
async function discovery({ library }: Identity): Promise<Response> {
  const all: Record<string, unknown> = await library.api.getOpenIdConfig();
  const shut = ['introspection', 'registration', 'end_session', 'backchannel', 'claims_parameter'];
  const shown = Object.entries(all).filter(
    ([name]) => !shut.some((start) => name.startsWith(start)),
  );
  return opened(
    Response.json(
      { ...Object.fromEntries(shown), prompt_values_supported: ['none', 'login', 'consent'] },
      { headers: { 'cache-control': 'public, max-age=300' } },
    ),
  );
}

function preflight({ methods }: Endpoint): Response {
  const headers = {
    ...forAnySite,
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '600',
  };
  return new Response(null, { status: 204, headers });
}

function opened(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(forAnySite)) headers.set(name, value);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  return new Response(response.body, { status: response.status, headers });
}

const refused = (status: number, error: string) =>
  opened(Response.json({ error }, { status, headers: { 'cache-control': 'no-store' } }));
