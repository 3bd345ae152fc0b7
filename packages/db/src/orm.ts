import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { entities } from './entities/index.ts';
import { migrations } from './migrations/index.ts';

export type Orm = MikroORM;

export type OrmOptions = {
  url: string;
  /** Connections in the pool; 10 unless told. */
  poolSize?: number;
  /** Names the process in pg_stat_activity. */
  applicationName?: string;
};

/** Opens the product's database. Nothing connects before the first query. */
export const openOrm = (options: OrmOptions): Promise<Orm> => MikroORM.init(ormConfig(options));

export function ormConfig({
  url,
  poolSize = 10,
  applicationName = 'patchbay',
}: OrmOptions): Options {
  return {
    clientUrl: url,
    entities,
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations,
      snapshot: false,
      silent: true,
      tableName: 'migrations',
    },
    schemaGenerator: {
      ignoreSchema: ['auth', 'pgboss', 'partitions'],
      skipTables: ['user', 'organization', 'member', 'invitation', 'oauthClient'].map(
        (table) => `auth.${table}`,
      ),
    },
    pool: { min: 0, max: poolSize },
    driverOptions: { application_name: applicationName },
    forceUtcTimezone: true,
    ensureDatabase: false,
    debug: false,
  };
}
