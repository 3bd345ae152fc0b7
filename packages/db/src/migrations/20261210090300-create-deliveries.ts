import { Migration } from '@mikro-orm/migrations';

/** Subscriptions of programs, the numbered stream of events, what is on its way, and what became of it. */
export class CreateDeliveries extends Migration {
  override up(): void {
    this.#subscriptions();
    this.#stream();
    this.#deliveries();
    this.#attempts();
    this.#replays();
  }

  #subscriptions(): void {
    this.addSql(`create table webhook_subscriptions (
      ${identity}, ${tenantOf('webhook_subscriptions')},
      name text not null, kind text not null check (kind in ('push', 'pull', 'stream')),
      url text, secret text, previous_secret text, previous_secret_until timestamptz,
      filter jsonb not null, ordered boolean not null default false, enabled boolean not null default true,
      disabled_reason text check (disabled_reason in ('manual', 'gone', 'failing')), disabled_at timestamptz,
      revision int not null default 1, acked_position bigint,
      created_by uuid
        constraint webhook_subscriptions_created_by_foreign references auth."user" (id) on delete set null,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now())`);
    this.addSql(`create index webhook_subscriptions_organization_id_created_at_index
      on webhook_subscriptions (organization_id, created_at)`);
    // Updated with every batch of answers: room on each page keeps the new version beside the old one.
    this.addSql(`create table webhook_lanes (
      subscription_id uuid not null
        constraint webhook_lanes_subscription_id_foreign references webhook_subscriptions (id)
          on update cascade on delete cascade,
      lease uuid, leased_until timestamptz, held_until timestamptz,
      failures_in_row int not null default 0, failing_since timestamptz,
      last_success_at timestamptz, last_failure_at timestamptz, last_status int, last_error text,
      delivered bigint not null default 0, failed bigint not null default 0, latency_ms real,
      constraint webhook_lanes_pkey primary key (subscription_id)
    ) with (fillfactor = 50)`);
  }

  #stream(): void {
    this.addSql(`create table webhook_streams (
      organization_id uuid not null
        constraint webhook_streams_organization_id_foreign references auth.organization (id)
          on update cascade on delete cascade,
      last_position bigint not null default 0,
      constraint webhook_streams_pkey primary key (organization_id)
    ) with (fillfactor = 50)`);
    this.addSql(`create table webhook_messages (
      ${tenantOf('webhook_messages')}, position bigint not null, created_at timestamptz not null,
      event_id uuid not null, received_at timestamptz not null,
      provider text not null, source uuid, type text not null, channel text, body text,
      constraint webhook_messages_pkey primary key (organization_id, position, created_at)
    ) partition by range (created_at)`);
    this.addSql(`create index webhook_messages_organization_id_event_id_index
      on webhook_messages (organization_id, event_id)`);
    this.addSql(
      'create table partitions.webhook_messages_default partition of webhook_messages default',
    );
    this.addSql(`create table product_events (
      id bigserial primary key, event_id uuid not null default gen_random_uuid(), ${tenantOf('product_events')},
      type text not null, data jsonb not null, occurred_at timestamptz not null)`);
  }

  // Rows come and go: dead ones are to be cleared away long before the usual fifth of the table.
  #deliveries(): void {
    this.addSql(`create table webhook_deliveries (
      id bigserial primary key, organization_id uuid not null, ${subscriptionOf('webhook_deliveries')},
      position bigint not null, message_created_at timestamptz not null, event_id uuid not null,
      state text not null check (state in ('queued', 'dead')), attempts int not null default 0,
      created_at timestamptz not null, due_at timestamptz not null,
      last_attempt_at timestamptz, last_status int, last_error text, replay_id uuid
    ) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000)`);
    this.addSql(`create index webhook_deliveries_subscription_id_event_id_index
      on webhook_deliveries (subscription_id, event_id)`);
    this.addSql(`create index webhook_deliveries_due_index on webhook_deliveries (subscription_id, due_at)
      where state = 'queued'`);
    this.addSql(`create index webhook_deliveries_line_index on webhook_deliveries (subscription_id, id)
      where state = 'queued'`);
  }

  #attempts(): void {
    this.addSql(`create table webhook_attempts (
      delivery_id bigint not null, number int not null, attempted_at timestamptz not null,
      ${tenantOf('webhook_attempts')}, subscription_id uuid not null,
      position bigint not null, message_created_at timestamptz not null, event_id uuid not null,
      provider text not null, type text not null,
      outcome text not null check (outcome in ('delivered', 'failed', 'dead', 'discarded')),
      http_status int, error text, latency_ms real not null, answer text,
      queued_at timestamptz not null, replay_id uuid,
      constraint webhook_attempts_pkey primary key (delivery_id, number, attempted_at)
    ) partition by range (attempted_at)`);
    this.addSql(`create index webhook_attempts_organization_id_attempted_at_index
      on webhook_attempts (organization_id, attempted_at)`);
    this.addSql(`create index webhook_attempts_subscription_id_attempted_at_index
      on webhook_attempts (subscription_id, attempted_at)`);
    this.addSql(`create index webhook_attempts_organization_id_event_id_index
      on webhook_attempts (organization_id, event_id)`);
    this.addSql(
      'create table partitions.webhook_attempts_default partition of webhook_attempts default',
    );
  }

  #replays(): void {
    this.addSql(`create table webhook_replays (
      ${identity}, ${tenantOf('webhook_replays')}, subscription_id uuid, filter jsonb not null,
      state text not null check (state in ('running', 'done', 'canceled')),
      per_second int not null, total int not null, taken int not null default 0, queued int not null default 0,
      position bigint not null default 0, until_position bigint not null,
      advanced_at timestamptz not null, finished_at timestamptz, started_by jsonb not null,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now())`);
    this.addSql(`create index webhook_replays_organization_id_created_at_index
      on webhook_replays (organization_id, created_at)`);
    this.addSql(`create index webhook_replays_running_index on webhook_replays (advanced_at)
      where state = 'running'`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const identity = 'id uuid primary key default gen_random_uuid()';

const tenantOf = (table: string) => `organization_id uuid not null
  constraint ${table}_organization_id_foreign references auth.organization (id) on delete cascade`;

const subscriptionOf = (table: string) => `subscription_id uuid not null
  constraint ${table}_subscription_id_foreign references webhook_subscriptions (id) on delete cascade`;
