import { type AccountClaims, PatchbayError, type SignOnScope, signOnScopes } from '@patchbay/core';
import { z } from 'zod';
import { ask, type Caller, type Identity } from '../entry.ts';
import type { Session } from '../sessions.ts';
import { basePath } from '../settings.ts';
import { mayUse } from './authorize.ts';
import { findClient, type SignOnClient } from './clients.ts';

/** What a person is asked: whether this tool may know these things. */
export type ConsentRequest = {
  client: SignOnClient;
  scopes: SignOnScope[];
  /** What the scopes for other systems would tell; without an account they tell nothing. */
  claims: AccountClaims;
};

/** The tool behind the query that the protocol's pages are opened with. Errors: `not_found`. */
export async function clientOf({ db }: Identity, query: string): Promise<SignOnClient> {
  const client = await findClient(db, new URLSearchParams(query).get('client_id') ?? '');
  if (client === null) throw new PatchbayError('not_found', 'There is no such tool.');
  return client;
}

/** Errors: `not_found` for an unknown tool, `forbidden` for whoever is not in its organization. */
export async function consentRequest(
  identity: Identity,
  session: Session,
  query: string,
): Promise<ConsentRequest> {
  const client = await clientOf(identity, query);
  const asked = new URLSearchParams(query).get('scope')?.split(' ') ?? [];
  const scopes = signOnScopes.filter((scope) => asked.includes(scope));
  const who = { userId: session.user.id, organizationId: client.organizationId, scopes };
  const claims = await identity.settings.signOn?.claims(who);
  if (!claims) throw notTheirs(client);
  return { client, scopes, claims };
}

const Answered = z.object({ url: z.string() });

/**
 * Passes a person's answer on and says where the browser has to go. `query` is the page's own, which the library
 * signed. Errors: `conflict` when it ran out or was changed, `forbidden`, `not_found`.
 */
export async function answerConsent(
  identity: Identity,
  session: Session,
  { query, accept }: { query: string; accept: boolean },
  { headers: from }: Caller,
): Promise<{ url: string }> {
  const client = await clientOf(identity, query);
  if (!(await mayUse(identity, session.user.id, client))) throw notTheirs(client);
  const { origin } = new URL(identity.settings.publicUrl);
  const headers = new Headers({ 'content-type': 'application/json', origin });
  headers.set('cookie', from.get('cookie') ?? '');
  const body = JSON.stringify({ accept, oauth_query: query.replace(/^\?/, '') });
  const url = `${origin}${basePath}/oauth2/consent`;
  const response = await ask(identity, new Request(url, { method: 'POST', headers, body }));
  const answered = Answered.safeParse(await response.json().catch(() => null));
  if (response.ok && answered.success) return answered.data;
  throw new PatchbayError(
    'conflict',
    `This request of ${client.name} is no longer valid. Start again from there.`,
  );
}

const notTheirs = ({ name, organizationName }: SignOnClient) =>
  new PatchbayError('forbidden', `${name} is for members of ${organizationName} only.`);
