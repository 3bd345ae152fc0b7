import { Migration } from '@mikro-orm/migrations';

/** Who left and what became of their accounts outside, and where systems differ from what stands here. */
export class CreateOffboarding extends Migration {
  override up(): void {
    this.addSql(`create table offboardings (
      id uuid primary key default gen_random_uuid(), ${tenantOf('offboardings')},
      kind text not null check (kind in ('member', 'person')), user_id uuid not null,
      person_name text not null, person_email text not null, reason text not null default '',
      requested_by jsonb not null, keys_revoked int not null default 0,
      created_at timestamptz not null default now())`);
    this.addSql(`create index offboardings_organization_id_created_at_id_index
      on offboardings (organization_id, created_at, id)`);
    this.addSql(`create table account_removals (
      id uuid primary key default gen_random_uuid(), ${tenantOf('account_removals')},
      offboarding_id uuid not null
        constraint account_removals_offboarding_id_foreign references offboardings (id) on delete cascade,
      account_id uuid not null, provider text not null, system text not null,
      identifier text not null, identifier_key text not null,
      plan text not null check (plan in ('deleted', 'kept', 'manual')),
      state text not null
        check (state in ('waiting', 'running', 'deleted', 'kept', 'by_hand', 'failed', 'manual')),
      certain boolean not null default true, attempts int not null default 0,
      trouble text check (trouble in
        ('taken', 'auth', 'unreachable', 'rate_limited', 'misconfigured', 'provider', 'unavailable', 'refused')),
      last_error text, next_attempt_at timestamptz, started_at timestamptz, finished_at timestamptz,
      settled_by jsonb, settled_reason text, created_at timestamptz not null default now())`);
    this.addSql(`create index account_removals_due_index
      on account_removals (next_attempt_at) where state in ('waiting', 'running')`);
    this.addSql(`create index account_removals_organization_id_provider_system_index
      on account_removals (organization_id, provider, system)`);
    this.addSql(
      'create index account_removals_offboarding_id_index on account_removals (offboarding_id)',
    );
    this.addSql(`create table account_drift (
      id uuid primary key default gen_random_uuid(), ${tenantOf('account_drift')},
      provider text not null, system text not null, identifier text not null, identifier_key text not null,
      kind text not null check (kind in ('unclaimed', 'vanished', 'differs')),
      account_id uuid
        constraint account_drift_account_id_foreign references integration_accounts (id) on delete cascade,
      there text check (there in ('active', 'suspended')),
      details jsonb not null default '{}'::jsonb, mark text, last_error text, ignored_reason text,
      ignored_by uuid constraint account_drift_ignored_by_foreign references auth."user" (id) on delete set null,
      ignored_at timestamptz, found_at timestamptz not null, seen_at timestamptz not null,
      resolved_at timestamptz)`);
    this.addSql(`create unique index account_drift_current_unique
      on account_drift (organization_id, provider, system, identifier_key) where resolved_at is null`);
    this.addSql(`create index account_drift_organization_id_found_at_id_index
      on account_drift (organization_id, found_at, id)`);
    this.addSql('create index account_drift_account_id_index on account_drift (account_id)');
    this.addSql(`create table account_drift_checks (
      ${tenantOf('account_drift_checks')}, provider text not null,
      state text not null check (state in ('running', 'done', 'failed')),
      seen int not null default 0, error text, started_at timestamptz not null, finished_at timestamptz,
      constraint account_drift_checks_pkey primary key (organization_id, provider))`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const tenantOf = (table: string) => `organization_id uuid not null
  constraint ${table}_organization_id_foreign references auth.organization (id) on delete cascade`;
