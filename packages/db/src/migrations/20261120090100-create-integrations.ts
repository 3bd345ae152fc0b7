import { Migration } from '@mikro-orm/migrations';

/** Integrations, their checks, the audit trail, and the keys that seal them. */
export class CreateIntegrations extends Migration {
  override up(): void {
    this.addSql(`create table data_keys (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null
        constraint data_keys_organization_id_foreign references auth.organization (id) on delete cascade,
      generation int not null, wrapped_key text not null, key_id text not null,
      created_at timestamptz not null default now(),
      constraint data_keys_organization_id_generation_unique unique (organization_id, generation))`);
    this.addSql(`create table key_checks (
      key_id text primary key, known_answer text not null, created_at timestamptz not null default now())`);
    this.addSql(`create table api_keys (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null
        constraint api_keys_organization_id_foreign references auth.organization (id) on delete cascade,
      name text not null, prefix text not null, hash text not null, permissions text[] not null,
      created_by uuid
        constraint api_keys_created_by_foreign references auth."user" (id) on delete set null,
      created_at timestamptz not null default now(), expires_at timestamptz, last_used_at timestamptz,
      revoked_at timestamptz,
      constraint api_keys_hash_unique unique (hash))`);
    this.addSql(
      'create index api_keys_organization_id_created_at_index on api_keys (organization_id, created_at)',
    );
    this.#configs();
    this.#checks();
    this.#audit();
  }

  #configs(): void {
    this.addSql(`create table integration_configs (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null
        constraint integration_configs_organization_id_foreign references auth.organization (id) on delete cascade,
      provider text not null, label text not null, enabled boolean not null default true,
      settings jsonb not null default '{}'::jsonb, revision int not null default 0,
      status text not null default 'not_configured'
        check (status in ('not_configured', 'configured', 'active', 'error')),
      status_changed_at timestamptz not null default now(),
      health text check (health in ('ok', 'degraded', 'error')),
      health_reason text
        check (health_reason in ('auth', 'unreachable', 'misconfigured', 'rate_limited', 'provider')),
      error_message text, last_health_check timestamptz, checks_held boolean not null default false,
      last_used_at timestamptz,
      created_by uuid
        constraint integration_configs_created_by_foreign references auth."user" (id) on delete set null,
      updated_by uuid
        constraint integration_configs_updated_by_foreign references auth."user" (id) on delete set null,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
      constraint integration_configs_organization_id_provider_unique unique (organization_id, provider))`);
    this.addSql(`create index integration_configs_checked_index on integration_configs (id)
      where enabled and not checks_held and status <> 'not_configured'`);
  }

  // Partitions live in their own schema, out of sight of schema comparisons; the default one catches
  // rows of days that have no partition yet, so a late maintenance run loses nothing.
  #checks(): void {
    this.addSql('create schema partitions');
    this.addSql(`create table integration_health_checks (
      integration_id uuid not null
        constraint integration_health_checks_integration_id_foreign references integration_configs (id) on delete cascade,
      slot timestamptz not null,
      organization_id uuid not null
        constraint integration_health_checks_organization_id_foreign references auth.organization (id) on delete cascade,
      trigger text not null check (trigger in ('schedule', 'manual')),
      health text not null check (health in ('ok', 'degraded', 'error')),
      reason text check (reason in ('auth', 'unreachable', 'misconfigured', 'rate_limited', 'provider')),
      message text not null, latency_ms int not null, stages jsonb not null, checked_at timestamptz not null,
      constraint integration_health_checks_pkey primary key (integration_id, slot)
    ) partition by range (slot)`);
    this.addSql(
      'create index integration_health_checks_organization_id_slot_index on integration_health_checks (organization_id, slot)',
    );
    this.addSql(
      'create table partitions.integration_health_checks_default partition of integration_health_checks default',
    );
  }

  // The trigger binds every role, the owner too; only the organization's own deletion takes its rows along.
  #audit(): void {
    this.addSql(`create table integration_audit_logs (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null
        constraint integration_audit_logs_organization_id_foreign references auth.organization (id) on delete cascade,
      sequence int not null, action text not null, subject_type text not null, subject_id text not null,
      provider text, actor jsonb not null, request_id text not null, details jsonb not null,
      previous_hash text not null, hash text not null, created_at timestamptz not null,
      constraint integration_audit_logs_organization_id_sequence_unique unique (organization_id, sequence))`);
    this.addSql(`create index integration_audit_logs_subject_index
      on integration_audit_logs (organization_id, subject_type, subject_id, sequence)`);
    this.addSql(`create function refuse_audit_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and not exists (select 1 from auth.organization o where o.id = old.organization_id) then
          return old;
        end if;
        raise exception 'integration_audit_logs is append-only' using errcode = 'insufficient_privilege';
      end $$`);
    this.addSql(`create trigger refuse_audit_change before update or delete on integration_audit_logs
      for each row execute function refuse_audit_change()`);
    this.addSql(`create trigger refuse_audit_truncate before truncate on integration_audit_logs
      for each statement execute function refuse_audit_change()`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
