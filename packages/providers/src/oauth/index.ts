export { clientOf, hasClient, oauthOf, requiredScopes, wantedScopes } from './app.ts';
export { type AuthorizeOptions, authorizationUrl, readCallback } from './authorize.ts';
export type { OAuth2, OAuthClient, Revocation, Scopes } from './declaration.ts';
export {
  isDead,
  isTransient,
  OAuthError,
  type OAuthErrorKind,
  oauthErrorKinds,
} from './errors.ts';
export type { ExchangeContext, TokenGrant } from './grant.ts';
export { codeChallengeOf, createCodeVerifier } from './pkce.ts';
export { type RevokeOptions, type RevokeOutcome, revokeToken } from './revoke.ts';
export { type ScopeDrift, scopeDrift, splitScopes } from './scopes.ts';
export {
  type AllowedConnections,
  type AppOrigin,
  allowedOf,
  appSettings,
  type SharedApp,
  type SharedAppVariable,
  sharedAppsOf,
  sharedAppVariables,
} from './shared-apps.ts';
export { type ExchangeOptions, exchangeCode, type RefreshOptions, refreshToken } from './token.ts';
