import { Migration } from '@mikro-orm/migrations';

/** Alerts, where they are told, when they are kept quiet, and the counts that tell a fault from a flicker. */
export class CreateAlerts extends Migration {
  override up(): void {
    this.addSql(`alter table integration_configs add failures_in_row int not null default 0,
      add reason_in_row int not null default 0, add successes_in_row int not null default 0`);
    this.addSql(`create index integration_configs_failing_index on integration_configs (id)
      where status = 'error'`);
    this.#alerts();
    this.#channels();
    this.#rules();
  }

  #alerts(): void {
    this.addSql(`create table alerts (
      ${identity}, ${tenantOf('alerts')}, cause text not null,
      kind text not null check (kind in ('health', 'connection', 'expiry', 'subscription', 'dead_letters', 'drift')),
      severity text not null check (severity in ('critical', 'warning', 'notice')),
      ${integrationOf('alerts')}, subject_id text, subject_name text not null,
      reason text not null, what text not null, why text not null,
      since timestamptz not null, opened_at timestamptz not null, announced_at timestamptz, reminded_at timestamptz,
      acknowledged_at timestamptz, ${personOf('alerts', 'acknowledged_by')},
      closed_at timestamptz, ending text check (ending in ('recovered', 'gone', 'replaced')))`);
    this.addSql(`create unique index alerts_open_cause_unique on alerts (organization_id, cause)
      where closed_at is null`);
    this.addSql(
      'create index alerts_organization_id_opened_at_index on alerts (organization_id, opened_at)',
    );
    this.addSql('create index alerts_integration_id_index on alerts (integration_id)');
  }

  #channels(): void {
    this.addSql(`create table alert_channels (
      ${identity}, ${tenantOf('alert_channels')},
      kind text not null check (kind in ('webhook', 'email', 'chat')),
      name text not null, enabled boolean not null default true,
      least_severity text not null check (least_severity in ('critical', 'warning', 'notice')),
      target jsonb not null, sealed_url text, sealed_secret text,
      last_sent_at timestamptz, last_failed_at timestamptz, last_error text,
      ${personOf('alert_channels', 'created_by')},
      created_at timestamptz not null default now(), updated_at timestamptz not null default now())`);
    this.addSql(`create index alert_channels_organization_id_created_at_index
      on alert_channels (organization_id, created_at)`);
    this.addSql(`create table alert_notifications (
      ${identity}, ${tenantOf('alert_notifications')},
      alert_id uuid constraint alert_notifications_alert_id_foreign references alerts (id) on delete cascade,
      channel_id uuid not null
        constraint alert_notifications_channel_id_foreign references alert_channels (id) on delete cascade,
      kind text not null check (kind in ('opened', 'reminder', 'closed', 'test')), turn int not null default 0,
      status text not null check (status in ('pending', 'sent', 'failed', 'suppressed')),
      attempts int not null default 0, error text, created_at timestamptz not null, sent_at timestamptz,
      constraint alert_notifications_once_unique unique (alert_id, channel_id, kind, turn))`);
    this.addSql(`create index alert_notifications_channel_id_created_at_index
      on alert_notifications (channel_id, created_at)`);
    this.addSql(`create index alert_notifications_organization_id_created_at_index
      on alert_notifications (organization_id, created_at)`);
  }

  #rules(): void {
    this.addSql(`create table alert_rules (
      ${tenantOf('alert_rules', 'on update cascade on delete cascade')},
      open_after int not null default 3, close_after int not null default 2,
      remind_hours int not null default 24, expiry_days int not null default 7,
      updated_at timestamptz not null default now(),
      constraint alert_rules_pkey primary key (organization_id))`);
    this.addSql(`create table maintenance_windows (
      ${identity}, ${tenantOf('maintenance_windows')}, ${integrationOf('maintenance_windows')}, name text not null,
      starts_at timestamptz, ends_at timestamptz, weekdays int[] not null, start_minute int, duration_minutes int,
      time_zone text not null, ${personOf('maintenance_windows', 'created_by')},
      created_at timestamptz not null default now())`);
    this.addSql(`create index maintenance_windows_organization_id_created_at_index
      on maintenance_windows (organization_id, created_at)`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const identity = 'id uuid primary key default gen_random_uuid()';

const tenantOf = (table: string, rule = 'on delete cascade') => `organization_id uuid not null
  constraint ${table}_organization_id_foreign references auth.organization (id) ${rule}`;

const integrationOf = (table: string) => `integration_id uuid
  constraint ${table}_integration_id_foreign references integration_configs (id) on delete cascade`;

const personOf = (table: string, column: string) => `${column} uuid
  constraint ${table}_${column}_foreign references auth."user" (id) on delete set null`;
