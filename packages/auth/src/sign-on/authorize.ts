import { ask, type Identity } from '../entry.ts';
import { sessionOf } from '../sessions.ts';
import { basePath } from '../settings.ts';
import { findClient, type SignOnClient } from './clients.ts';

/** Why somebody cannot sign in to a tool, for the page that says so. */
export type SignOnRefusal = 'client' | 'redirect' | 'membership' | 'request';

/**
 * Begins a sign-in: leads to our pages for signing in and consent, or straight back to the tool. A tool that is not
 * registered, and an address that is not one of its own to the letter, get no redirect at all (RFC 9700 2.1).
 */
export async function authorize(identity: Identity, request: Request): Promise<Response> {
  const { search, searchParams } = new URL(request.url);
  const client = await findClient(identity.db, searchParams.get('client_id') ?? '');
  if (client === null) return refusalPage('client');
  if (!client.redirectUris.includes(searchParams.get('redirect_uri') ?? ''))
    return refusalPage('redirect', client);
  const session = await sessionOf(identity.library, identity.db, request.headers);
  if (session !== null && !(await mayUse(identity, session.user.id, client)))
    return refusalPage('membership', client);
  const url = `${new URL(identity.settings.publicUrl).origin}${basePath}/oauth2/authorize${search}`;
  const headers = new Headers({ accept: 'text/html', 'sec-fetch-mode': 'navigate' });
  const cookie = request.headers.get('cookie');
  if (cookie !== null) headers.set('cookie', cookie);
  const answer = await ask(identity, new Request(url, { headers }));
  return withoutStore(answer);
}

/** Whether a person belongs to the organization that the tool is of. */
export async function mayUse(
  { settings }: Identity,
  userId: string,
  { organizationId }: SignOnClient,
): Promise<boolean> {
  const claims = await settings.signOn?.claims({ userId, organizationId, scopes: [] });
  return Boolean(claims);
}

function refusalPage(reason: SignOnRefusal, client?: SignOnClient): Response {
  const query = new URLSearchParams({ reason, ...(client && { client_id: client.clientId }) });
  return redirectTo(`/sso/refused?${query}`);
}

const redirectTo = (location: string) =>
  new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });

function withoutStore(answer: Response): Response {
  const headers = new Headers(answer.headers);
  headers.set('cache-control', 'no-store');
  return new Response(answer.body, { status: answer.status, headers });
}
