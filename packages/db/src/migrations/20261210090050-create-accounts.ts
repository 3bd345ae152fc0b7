import { Migration } from '@mikro-orm/migrations';

/** People's accounts in external systems, and what is done to many of them at once. */
export class CreateAccounts extends Migration {
  override up(): void {
    this.#accounts();
    this.#typed();
    this.#bulks();
  }

  #accounts(): void {
    this.addSql(`create table integration_accounts (
      id uuid primary key default gen_random_uuid(),
      ${tenantOf('integration_accounts')},
      integration_id uuid not null
        constraint integration_accounts_integration_id_foreign references integration_configs (id) on delete cascade,
      ${userOf('integration_accounts', 'user_id', 'cascade')} not null,
      integration_type text not null, system text not null, identifier text not null, identifier_key text not null,
      name_held boolean not null default true,
      status text not null check (status in ('provisioning', 'active', 'suspended', 'deleted')),
      origin text not null default 'created' check (origin in ('created', 'adopted')),
      metadata jsonb not null default '{}'::jsonb, details jsonb not null default '{}'::jsonb,
      secret_shown boolean,
      ${userOf('integration_accounts', 'suspended_by', 'set null')},
      operation text
        check (operation in ('create', 'undo', 'suspend', 'resume', 'reset_secret', 'update', 'remove')),
      operation_id uuid, operation_sealed text, operation_asker jsonb,
      attempts int not null default 0, last_error text,
      trouble text check (trouble in
        ('taken', 'auth', 'unreachable', 'rate_limited', 'misconfigured', 'provider', 'unavailable', 'refused')),
      started_at timestamptz, next_attempt_at timestamptz, failed_at timestamptz, bulk_id uuid,
      ${userOf('integration_accounts', 'created_by', 'set null')},
      deleted_at timestamptz,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now())`);
    this.addSql(`create unique index integration_accounts_person_unique
      on integration_accounts (organization_id, user_id, integration_type) where status <> 'deleted'`);
    this.addSql(`create unique index integration_accounts_name_unique
      on integration_accounts (integration_type, system, identifier_key) where name_held`);
    this.addSql(`create index integration_accounts_due_index
      on integration_accounts (next_attempt_at) where operation is not null and failed_at is null`);
    this.addSql(`create index integration_accounts_list_index
      on integration_accounts (organization_id, created_at, id)`);
    this.addSql(
      'create index integration_accounts_user_id_index on integration_accounts (user_id)',
    );
  }

  #typed(): void {
    this.addSql(`create table irc_account (
      ${accountOf('irc_account')}, ${tenantOf('irc_account')},
      nick text not null, server text not null, port int not null,
      constraint irc_account_pkey primary key (account_id),
      constraint irc_account_server_nick_unique unique (server, nick))`);
    this.addSql(`create table xmpp_account (
      ${accountOf('xmpp_account')}, ${tenantOf('xmpp_account')},
      jid text not null, username text not null,
      constraint xmpp_account_pkey primary key (account_id),
      constraint xmpp_account_jid_unique unique (jid),
      constraint xmpp_account_organization_id_username_unique unique (organization_id, username))`);
  }

  #bulks(): void {
    this.addSql(`create table account_bulks (
      id uuid primary key default gen_random_uuid(), ${tenantOf('account_bulks')},
      provider text not null, kind text not null check (kind in ('create', 'suspend', 'resume', 'remove')),
      ${userOf('account_bulks', 'created_by', 'set null')},
      created_at timestamptz not null default now(), canceled_at timestamptz)`);
    this.addSql(`create index account_bulks_organization_id_created_at_index
      on account_bulks (organization_id, created_at)`);
    this.addSql(`create table account_bulk_items (
      bulk_id uuid not null
        constraint account_bulk_items_bulk_id_foreign references account_bulks (id)
          on update cascade on delete cascade,
      user_id uuid not null
        constraint account_bulk_items_user_id_foreign references auth."user" (id)
          on update cascade on delete cascade,
      ${tenantOf('account_bulk_items')},
      account_id uuid, identifier text not null,
      outcome text not null check (outcome in ('waiting', 'done', 'failed', 'canceled')), error text,
      updated_at timestamptz not null default now(),
      constraint account_bulk_items_pkey primary key (bulk_id, user_id))`);
    this.addSql(
      'create index account_bulk_items_account_id_index on account_bulk_items (account_id)',
    );
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const tenantOf = (table: string) => `organization_id uuid not null
  constraint ${table}_organization_id_foreign references auth.organization (id) on delete cascade`;

const userOf = (table: string, column: string, rule: 'cascade' | 'set null') => `${column} uuid
  constraint ${table}_${column}_foreign references auth."user" (id) on delete ${rule}`;

const accountOf = (table: string) => `account_id uuid not null
  constraint ${table}_account_id_foreign references integration_accounts (id)
    on update cascade on delete cascade`;
