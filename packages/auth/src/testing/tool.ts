import { randomUUID } from 'node:crypto';
import type { AccountClaims } from '@patchbay/core';
import * as oauth from 'oauth4webapi';
import { hashClientSecret } from '../sign-on/client-secret.ts';
import { cookieOf, type freshAuth, origin } from './fresh-auth.ts';

type Fresh = Awaited<ReturnType<typeof freshAuth>>;

/** Who belongs to which organization, and what a tool is told of them; the product's part of single sign-on. */
export function membership() {
  const known = new Map<string, AccountClaims>();
  const key = (userId: string, organizationId: string) => `${userId} ${organizationId}`;
  return {
    join: (userId: string, organizationId: string, claims: AccountClaims = {}) =>
      known.set(key(userId, organizationId), claims),
    leave: (userId: string, organizationId: string) => known.delete(key(userId, organizationId)),
    policy: {
      claims: async (who: {
        userId: string;
        organizationId: string;
        scopes: readonly string[];
      }): Promise<AccountClaims | null> => {
        const all = known.get(key(who.userId, who.organizationId));
        if (all === undefined) return null;
        const told = Object.entries(all).filter(([name]) =>
          who.scopes.some((scope) => name.startsWith(`${scope}_`)),
        );
        return Object.fromEntries(told);
      },
    },
  };
}

export const callback = 'https://wiki.example.org/callback';

type Kind = { secret: string | null; requirePkce?: boolean; redirectUris?: string[] };

/** Registers a tool as the product's verb does, in an organization of its own unless told. */
export async function registerTool(
  { query }: Fresh,
  { secret, requirePkce = true, redirectUris = [callback] }: Kind,
) {
  const organizationId = randomUUID();
  await query(
    'insert into auth.organization (id, name, slug, "createdAt") values ($1, $2, $3, now())',
    [organizationId, 'Acme', `acme-${organizationId}`],
  );
  const clientId = `tool-${organizationId.slice(0, 8)}`;
  await query(
    `insert into auth."oauthClient" ("clientId", "clientSecret", name, "redirectUris", scopes,
       "tokenEndpointAuthMethod", "grantTypes", "responseTypes", "requirePKCE", "referenceId", metadata)
     values ($1, $2, 'Wiki', $3, $4, $5, '["authorization_code"]', '["code"]', $6, $7, $8)`,
    [
      clientId,
      secret === null ? null : hashClientSecret(secret),
      JSON.stringify(redirectUris),
      JSON.stringify(['openid', 'profile', 'email', 'irc', 'xmpp']),
      secret === null ? 'none' : 'client_secret_basic',
      requirePkce,
      organizationId,
      JSON.stringify({ organizationId }),
    ],
  );
  return { clientId, organizationId };
}

/** An OpenID client that others wrote, whose requests end at this Patchbay. */
export async function openClient({ auth }: Fresh, clientId: string) {
  const options = {
    [oauth.customFetch]: (url: string, init: RequestInit) =>
      auth.signOn.handler(new Request(url, init), '192.0.2.77'),
    [oauth.allowInsecureRequests]: true,
  };
  const issuer = new URL(origin);
  const found = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oidc' });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const client: oauth.Client = { client_id: clientId };
  return { server, client, options };
}

export type Opened = Awaited<ReturnType<typeof openClient>>;
export const cookies = (setCookie: string[]) => cookieOf(setCookie).get('cookie') ?? '';
