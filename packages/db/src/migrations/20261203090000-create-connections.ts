import { Migration } from '@mikro-orm/migrations';

/** Tokens of connections, the states of people on their way through a consent page, and calls on record. */
export class CreateConnections extends Migration {
  override up(): void {
    this.#credentials();
    this.#consent();
    this.#revocations();
    this.#calls();
  }

  #credentials(): void {
    this.addSql(`create table integration_credentials (
      integration_id uuid not null
        constraint integration_credentials_integration_id_foreign references integration_configs (id)
          on update cascade on delete cascade,
      ${tenantOf('integration_credentials')},
      provider text not null,
      connection_type text not null check (connection_type in ('public', 'internal')),
      app text not null check (app in ('shared', 'own')), client_id text not null,
      account_id text not null, account_name text not null, account_details jsonb not null default '{}'::jsonb,
      access_token text not null, refresh_token text, token_type text not null, scopes text[] not null,
      generation int not null default 1,
      expires_at timestamptz, refresh_token_expires_at timestamptz, refresh_at timestamptz,
      refresh_started_at timestamptz, refresh_failures int not null default 0, refresh_retry_at timestamptz,
      refresh_error text, last_refreshed_at timestamptz,
      broken_at timestamptz,
      broken_reason text check (broken_reason in ('refused', 'interrupted', 'rejected', 'expired', 'unreadable')),
      connected_at timestamptz not null,
      connected_by uuid
        constraint integration_credentials_connected_by_foreign references auth."user" (id) on delete set null,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
      constraint integration_credentials_pkey primary key (integration_id))`);
    this.addSql(`create index integration_credentials_organization_id_index
      on integration_credentials (organization_id)`);
    this.addSql(`create index integration_credentials_provider_account_id_index
      on integration_credentials (provider, account_id)`);
    this.addSql(`create index integration_credentials_refresh_index on integration_credentials (refresh_at)
      where refresh_at is not null and broken_at is null`);
  }

  #consent(): void {
    this.addSql(`create table integration_auth_states (
      ${identity}, ${tenantOf('integration_auth_states')},
      integration_id uuid not null
        constraint integration_auth_states_integration_id_foreign references integration_configs (id) on delete cascade,
      provider text not null, state_hash text not null, session_hash text not null,
      user_id uuid not null
        constraint integration_auth_states_user_id_foreign references auth."user" (id) on delete cascade,
      connection_type text not null check (connection_type in ('public', 'internal')),
      app text not null check (app in ('shared', 'own')), scopes text[] not null,
      code_verifier text, redirect_uri text not null, return_to text not null,
      expires_at timestamptz not null, created_at timestamptz not null default now(),
      constraint integration_auth_states_state_hash_unique unique (state_hash))`);
    this.addSql(`create index integration_auth_states_expires_at_index
      on integration_auth_states (expires_at)`);
    this.addSql(`create table integration_pending_grants (
      ${identity}, ${tenantOf('integration_pending_grants')},
      integration_id uuid not null
        constraint integration_pending_grants_integration_id_foreign references integration_configs (id) on delete cascade,
      user_id uuid not null
        constraint integration_pending_grants_user_id_foreign references auth."user" (id) on delete cascade,
      account_id text not null, account_name text not null, sealed_grant text not null,
      expires_at timestamptz not null, created_at timestamptz not null default now(),
      constraint integration_pending_grants_integration_id_unique unique (integration_id))`);
    this.addSql(`create index integration_pending_grants_expires_at_index
      on integration_pending_grants (expires_at)`);
  }

  #revocations(): void {
    this.addSql(`create table integration_revocations (
      ${identity}, ${tenantOf('integration_revocations')},
      integration_id uuid not null
        constraint integration_revocations_integration_id_foreign references integration_configs (id) on delete cascade,
      provider text not null, account_name text not null, sealed_grant text not null,
      attempts int not null default 0, last_error text, next_attempt_at timestamptz not null,
      created_at timestamptz not null default now())`);
    this.addSql(`create index integration_revocations_next_attempt_at_index
      on integration_revocations (next_attempt_at)`);
  }

  // No foreign key to the person: deleting somebody must not walk through every partition. The default
  // partition catches rows of days that have none yet.
  #calls(): void {
    this.addSql(`create table integration_call_logs (
      id uuid not null default gen_random_uuid(), created_at timestamptz not null,
      ${tenantOf('integration_call_logs')},
      integration_id uuid not null
        constraint integration_call_logs_integration_id_foreign references integration_configs (id) on delete cascade,
      user_id uuid, actor jsonb not null, provider text not null, method text not null, endpoint text not null,
      status text not null check (status in ('ok', 'error', 'canceled')), http_status int,
      latency_ms real not null, queue_ms real not null, connect_ms real not null, upstream_ms real not null,
      overhead_ms real not null, correlation_id text not null,
      request_truncated text, response_truncated text, error_code text, error_message text,
      constraint integration_call_logs_pkey primary key (id, created_at)
    ) partition by range (created_at)`);
    this.addSql(`create index integration_call_logs_organization_id_created_at_index
      on integration_call_logs (organization_id, created_at)`);
    this.addSql(`create index integration_call_logs_integration_id_created_at_index
      on integration_call_logs (integration_id, created_at)`);
    this.addSql(`create index integration_call_logs_organization_id_correlation_id_index
      on integration_call_logs (organization_id, correlation_id)`);
    this.addSql(
      'create table partitions.integration_call_logs_default partition of integration_call_logs default',
    );
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const identity = 'id uuid primary key default gen_random_uuid()';

const tenantOf = (table: string) => `organization_id uuid not null
  constraint ${table}_organization_id_foreign references auth.organization (id) on delete cascade`;
