import { Migration } from '@mikro-orm/migrations';

/** Limits that organizations set for their own calls, and the buckets that all processes draw from. */
export class CreateCallLimits extends Migration {
  override up(): void {
    this.addSql(`create table integration_limits (
      integration_id uuid not null
        constraint integration_limits_integration_id_foreign references integration_configs (id)
          on update cascade on delete cascade,
      organization_id uuid not null
        constraint integration_limits_organization_id_foreign references auth.organization (id) on delete cascade,
      mode text not null check (mode in ('observe', 'enforce')),
      per_minute int not null, burst int not null,
      updated_at timestamptz not null default now(),
      constraint integration_limits_pkey primary key (integration_id))`);
    this.addSql(`create index integration_limits_organization_id_index
      on integration_limits (organization_id)`);
    // Nothing in it outlives a restart of the server by more than a minute, so it need not survive a crash.
    this.addSql(`create unlogged table rate_buckets (
      bucket text not null,
      tokens double precision, granted int not null default 0, refilled_at timestamptz,
      blocked_until timestamptz, "limit" double precision, remaining double precision, reset_at timestamptz,
      updated_at timestamptz not null default now(),
      constraint rate_buckets_pkey primary key (bucket))`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
