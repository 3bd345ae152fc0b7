import { Migration } from '@mikro-orm/migrations';

/** A consent is for the organization's connection, or for one person's own account. */
export class AddConsentsOfPeople extends Migration {
  override up(): void {
    this.addSql(`alter table integration_auth_states
      add purpose text not null default 'connection' check (purpose in ('connection', 'account'))`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
