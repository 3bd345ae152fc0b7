import { Migration } from '@mikro-orm/migrations';

/** The identity library's tables, as its own migration compiler writes them; auth's test compares the two. */
export class CreateIdentity extends Migration {
  override up(): void {
    this.addSql('create schema if not exists auth');
    this.addSql(`create table auth."user" (
      "id" uuid primary key default gen_random_uuid(), "name" text not null, "email" text not null unique,
      "emailVerified" boolean not null, "image" text,
      "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(),
      "operator" boolean not null default false)`);
    this.addSql(`create table auth.session (
      "id" uuid primary key default gen_random_uuid(), "expiresAt" timestamptz not null, "token" text not null unique,
      "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null,
      "ipAddress" text, "userAgent" text, "userId" uuid not null references auth."user" ("id") on delete cascade,
      "activeOrganizationId" text)`);
    this.addSql(`create table auth.account (
      "id" uuid primary key default gen_random_uuid(), "accountId" text not null, "providerId" text not null,
      "userId" uuid not null references auth."user" ("id") on delete cascade,
      "accessToken" text, "refreshToken" text, "idToken" text,
      "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text,
      "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null)`);
    this.addSql(`create table auth.verification (
      "id" uuid primary key default gen_random_uuid(), "identifier" text not null, "value" text not null,
      "expiresAt" timestamptz not null, "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now())`);
    this.addSql(`create table auth.organization (
      "id" uuid primary key default gen_random_uuid(), "name" text not null, "slug" text not null unique, "logo" text,
      "createdAt" timestamptz not null, "metadata" text)`);
    this.addSql(`create table auth.member (
      "id" uuid primary key default gen_random_uuid(),
      "organizationId" uuid not null references auth.organization ("id") on delete cascade,
      "userId" uuid not null references auth."user" ("id") on delete cascade,
      "role" text not null, "createdAt" timestamptz not null, unique ("organizationId", "userId"))`);
    this.addSql(`create table auth.invitation (
      "id" uuid primary key default gen_random_uuid(),
      "organizationId" uuid not null references auth.organization ("id") on delete cascade,
      "email" text not null, "role" text, "status" text not null, "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default now(),
      "inviterId" uuid not null references auth."user" ("id") on delete cascade, "tokenHash" text not null unique)`);
    this.addSql(`create table auth."rateLimit" (
      "id" uuid primary key default gen_random_uuid(), "key" text not null unique, "count" integer not null,
      "lastRequest" bigint not null)`);
    this.addSql(`create index "session_userId_idx" on auth.session ("userId")`);
    this.addSql(`create index "account_userId_idx" on auth.account ("userId")`);
    this.addSql(`create index "verification_identifier_idx" on auth.verification ("identifier")`);
    this.addSql(`create index "member_organizationId_idx" on auth.member ("organizationId")`);
    this.addSql(`create index "member_userId_idx" on auth.member ("userId")`);
    this.addSql(
      `create index "invitation_organizationId_idx" on auth.invitation ("organizationId")`,
    );
    this.addSql(`create index "invitation_email_idx" on auth.invitation ("email")`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
