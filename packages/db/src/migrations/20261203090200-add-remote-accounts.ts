import { Migration } from '@mikro-orm/migrations';

/** Whom an integration acts as with pasted credentials; a connection keeps its account with its tokens. */
export class AddRemoteAccounts extends Migration {
  override up(): void {
    this.addSql('alter table integration_configs add account_id text, add account_name text');
    this.addSql(`create index integration_configs_provider_account_id_index
      on integration_configs (provider, account_id) where account_id is not null`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
