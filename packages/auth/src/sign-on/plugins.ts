import { oauthProvider } from '@better-auth/oauth-provider';
import { randomToken, signOnScopes } from '@patchbay/core';
import { APIError } from 'better-auth/api';
import { jwt } from 'better-auth/plugins';
import { z } from 'zod';
import type { IdentityDatabase } from '../database.ts';
import type { AuthSettings } from '../settings.ts';
import { hashClientSecret, isClientSecret } from './client-secret.ts';
import { findClient } from './clients.ts';
import { usableKeys } from './signing-keys.ts';

const day = 86_400;
const Owner = z.object({ organizationId: z.string() });

/**
 * Patchbay as an OpenID provider. Tools are registered by an organization's admins through our verbs, never over
 * HTTP; a tool gets a code, an access token of an hour and an ID token, and nothing that outlives the session.
 */
export function signOnPlugins(settings: AuthSettings, db: IdentityDatabase) {
  const { origin } = new URL(settings.publicUrl);
  const claims = claimsFor(settings);
  return [
    jwt({
      // The one algorithm that every OpenID client has to know (OpenID Connect Core 15.1).
      jwks: { keyPairConfig: { alg: 'RS256', modulusLength: 2048 }, rotationInterval: 90 * day },
      jwt: { issuer: origin },
      adapter: { getJwks: usableKeys },
      disableSettingJwtHeader: true,
    }),
    oauthProvider({
      scopes: [...signOnScopes],
      grantTypes: ['authorization_code'],
      loginPage: '/sso/sign-in',
      consentPage: '/sso/consent',
      storeClientSecret: {
        hash: async (secret) => hashClientSecret(secret),
        verify: async (secret, hash) => isClientSecret(secret, hash),
      },
      generateClientSecret: () => randomToken(40),
      codeExpiresIn: 600,
      accessTokenExpiresIn: 3600,
      idTokenExpiresIn: 3600,
      advertisedMetadata: {
        claims_supported: [
          'name',
          'given_name',
          'family_name',
          'email',
          'email_verified',
          'irc_nick',
          'xmpp_jid',
        ],
      },
      customUserInfoClaims: async ({ user, scopes, jwt: token }) => {
        const client = await findClient(db, String(token.client_id ?? token.azp ?? ''));
        return claims(user.id, client?.organizationId, scopes);
      },
      customIdTokenClaims: ({ user, scopes, metadata }) =>
        claims(user.id, Owner.safeParse(metadata).data?.organizationId, scopes),
      silenceWarnings: { openidConfig: true, oauthAuthServerConfig: true },
    }),
  ];
}

/** A tool of an organization is told of its members only, whenever it asks. */
const claimsFor =
  ({ signOn }: AuthSettings) =>
  async (userId: string, organizationId: string | undefined, scopes: readonly string[]) => {
    const claims =
      organizationId === undefined
        ? null
        : await signOn?.claims({ userId, organizationId, scopes });
    if (claims) return claims;
    throw new APIError('FORBIDDEN', {
      error: 'access_denied',
      error_description: 'This person does not belong to the organization of this client.',
    });
  };
