import { Migration } from '@mikro-orm/migrations';

/** Where webhooks arrive, their secrets, and the events. */
export class CreateWebhooks extends Migration {
  override up(): void {
    this.addSql(
      `alter table integration_configs add column config jsonb not null default '{}'::jsonb`,
    );
    this.#endpoints();
    this.#events();
  }

  #endpoints(): void {
    this.addSql(`create table webhook_endpoints (
      ${identity}, ${tenantOf('webhook_endpoints')},
      integration_id uuid
        constraint webhook_endpoints_integration_id_foreign references integration_configs (id) on delete cascade,
      kind text not null default 'own' check (kind in ('own', 'app')),
      provider text not null, name text not null, token text not null, rules jsonb,
      config jsonb not null default '{}'::jsonb, enabled boolean not null default true,
      received bigint not null default 0, duplicates bigint not null default 0, refused bigint not null default 0,
      refusals jsonb not null default '[]'::jsonb, last_used_at timestamptz, last_refused_at timestamptz,
      removed_at timestamptz, ${createdBy('webhook_endpoints')},
      created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
      constraint webhook_endpoints_token_unique unique (token))`);
    this.addSql(
      'create index webhook_endpoints_organization_id_index on webhook_endpoints (organization_id)',
    );
    this.addSql(
      'create index webhook_endpoints_integration_id_index on webhook_endpoints (integration_id)',
    );
    this.addSql(`create unique index webhook_endpoints_app_unique on webhook_endpoints (integration_id)
      where kind = 'app'`);
    this.addSql(`create table webhook_secrets (
      ${identity}, ${tenantOf('webhook_secrets')},
      endpoint_id uuid not null
        constraint webhook_secrets_endpoint_id_foreign references webhook_endpoints (id) on delete cascade,
      sealed text not null, expires_at timestamptz, confirmed_at timestamptz, ${createdBy('webhook_secrets')},
      created_at timestamptz not null default now())`);
    this.addSql('create index webhook_secrets_endpoint_id_index on webhook_secrets (endpoint_id)');
  }

  // One foreign key: each costs a look-up and a row lock for every event. The endpoint goes with its organization.
  #events(): void {
    this.addSql(`create table webhook_events (
      id uuid not null default gen_random_uuid(), received_at timestamptz not null,
      organization_id uuid not null,
      endpoint_id uuid not null
        constraint webhook_events_endpoint_id_foreign references webhook_endpoints (id) on delete cascade,
      integration_id uuid, provider text not null, delivery_id text not null, event_type text, channel text,
      state text not null default 'received' check (state in ('received', 'filtered', 'handed_on')),
      content_type text, headers jsonb not null, body bytea not null,
      signed_at timestamptz, handed_on_at timestamptz, failures int not null default 0,
      constraint webhook_events_pkey primary key (id, received_at)
    ) partition by range (received_at)`);
    this.addSql(`create index webhook_events_organization_id_received_at_index
      on webhook_events (organization_id, received_at)`);
    this.addSql(`create index webhook_events_waiting_index on webhook_events (received_at)
      where state = 'received'`);
    this.addSql(
      'create table partitions.webhook_events_default partition of webhook_events default',
    );
    this.addSql(`create table webhook_receipts (
      endpoint_id uuid not null, delivery_id text not null, event_id uuid not null,
      received_at timestamptz not null,
      constraint webhook_receipts_pkey primary key (endpoint_id, delivery_id))`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const identity = 'id uuid primary key default gen_random_uuid()';

const tenantOf = (table: string) => `organization_id uuid not null
  constraint ${table}_organization_id_foreign references auth.organization (id) on delete cascade`;

const createdBy = (table: string) => `created_by uuid
  constraint ${table}_created_by_foreign references auth."user" (id) on delete set null`;
