import { Migration } from '@mikro-orm/migrations';

/**
 * The identity library's tables of an OpenID provider, as its own migration compiler writes them, but for two things:
 * a tool belongs to an organization and goes with it, and a token goes with the session it was made in.
 */
export class CreateSignOn extends Migration {
  override up(): void {
    this.addSql(`create table auth.jwks (
      "id" uuid primary key default gen_random_uuid(), "publicKey" text not null, "privateKey" text not null,
      "createdAt" timestamptz not null, "expiresAt" timestamptz, "alg" text, "crv" text)`);
    this.addSql(`create table auth."oauthClient" (
      "id" uuid primary key default gen_random_uuid(), "clientId" text not null unique, "clientSecret" text,
      "clientDiscoveryId" text, "disabled" boolean, "skipConsent" boolean, "enableEndSession" boolean,
      "subjectType" text, "scopes" jsonb, "clientCredentialsScopes" jsonb,
      "userId" uuid references auth."user" ("id") on delete cascade,
      "createdAt" timestamptz, "updatedAt" timestamptz, "name" text, "uri" text, "icon" text, "contacts" jsonb,
      "tos" text, "policy" text, "softwareId" text, "softwareVersion" text, "softwareStatement" text,
      "redirectUris" jsonb not null, "postLogoutRedirectUris" jsonb, "backchannelLogoutUri" text,
      "backchannelLogoutSessionRequired" boolean, "tokenEndpointAuthMethod" text, "applicationType" text,
      "jwks" text, "jwksUri" text, "grantTypes" jsonb, "responseTypes" jsonb, "requirePKCE" boolean,
      "dpopBoundAccessTokens" boolean,
      "referenceId" uuid references auth.organization ("id") on delete cascade, "metadata" jsonb)`);
    this.addSql(`create table auth."oauthResource" (
      "id" uuid primary key default gen_random_uuid(), "identifier" text not null unique, "name" text not null,
      "accessTokenTtl" integer, "refreshTokenTtl" integer, "signingAlgorithm" text, "signingKeyId" text,
      "allowedScopes" jsonb, "customClaims" jsonb, "dpopBoundAccessTokensRequired" boolean, "disabled" boolean,
      "createdAt" timestamptz, "updatedAt" timestamptz, "policyVersion" integer, "metadata" jsonb)`);
    this.addSql(`create table auth."oauthClientResource" (
      "id" uuid primary key default gen_random_uuid(),
      "clientId" text not null references auth."oauthClient" ("clientId") on delete cascade,
      "resourceId" text not null references auth."oauthResource" ("identifier") on delete cascade,
      "metadata" jsonb, "createdAt" timestamptz)`);
    this.addSql(`create table auth."oauthRefreshToken" (
      "id" uuid primary key default gen_random_uuid(), "token" text not null unique,
      "clientId" text not null references auth."oauthClient" ("clientId") on delete cascade,
      "sessionId" uuid references auth.session ("id") on delete cascade,
      "userId" uuid not null references auth."user" ("id") on delete cascade,
      "referenceId" text, "authorizationCodeId" text, "resources" jsonb, "requestedUserInfoClaims" jsonb,
      "expiresAt" timestamptz not null, "createdAt" timestamptz not null, "revoked" timestamptz,
      "rotatedAt" timestamptz, "rotationReplayResponse" text, "rotationReplayExpiresAt" timestamptz,
      "authTime" timestamptz, "confirmation" jsonb, "scopes" jsonb not null)`);
    this.addSql(`create table auth."oauthAccessToken" (
      "id" uuid primary key default gen_random_uuid(), "token" text not null unique,
      "clientId" text not null references auth."oauthClient" ("clientId") on delete cascade,
      "sessionId" uuid references auth.session ("id") on delete cascade,
      "userId" uuid references auth."user" ("id") on delete cascade,
      "referenceId" text, "authorizationCodeId" text, "resources" jsonb, "requestedUserInfoClaims" jsonb,
      "refreshId" uuid references auth."oauthRefreshToken" ("id") on delete cascade,
      "expiresAt" timestamptz not null, "createdAt" timestamptz not null, "revoked" timestamptz,
      "confirmation" jsonb, "scopes" jsonb not null)`);
    this.addSql(`create table auth."oauthConsent" (
      "id" uuid primary key default gen_random_uuid(),
      "clientId" text not null references auth."oauthClient" ("clientId") on delete cascade,
      "userId" uuid references auth."user" ("id") on delete cascade, "referenceId" text, "resources" jsonb,
      "requestedUserInfoClaims" jsonb, "scopes" jsonb not null,
      "createdAt" timestamptz not null, "updatedAt" timestamptz not null)`);
    this.addSql(`create table auth."oauthClientAssertion" (
      "id" uuid primary key default gen_random_uuid(), "expiresAt" timestamptz not null)`);
    for (const [table, columns] of indexes)
      for (const column of columns)
        this.addSql(`create index "${table}_${column}_idx" on auth."${table}" ("${column}")`);
    this.addSql(`create unique index "oauthClientResource_clientId_resourceId_uidx"
      on auth."oauthClientResource" ("clientId", "resourceId")`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const token = ['clientId', 'sessionId', 'userId', 'authorizationCodeId'];
const indexes: [table: string, columns: string[]][] = [
  ['oauthClient', ['userId', 'referenceId']],
  ['oauthClientResource', ['clientId', 'resourceId']],
  ['oauthRefreshToken', token],
  ['oauthAccessToken', [...token, 'refreshId']],
  ['oauthConsent', ['clientId', 'userId']],
];
