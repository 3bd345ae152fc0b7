import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

/** The columns of the identity tables that this package reads and writes itself. */
type Tables = {
  'auth.user': { id: string; email: string; name: string; operator: boolean };
  'auth.session': {
    id: string;
    token: string;
    userId: string;
    createdAt: Date;
    updatedAt: Date;
    expiresAt: Date;
    ipAddress: string | null;
    userAgent: string | null;
  };
  'auth.invitation': { tokenHash: string; email: string; status: string; expiresAt: Date };
  'auth.organization': { id: string; name: string };
  'auth.oauthClient': {
    clientId: string;
    name: string | null;
    /** The organization whose tool it is. */
    referenceId: string | null;
    redirectUris: string[];
  };
  'auth.rateLimit': { key: string; count: number; lastRequest: string };
};
export type IdentityDatabase = Kysely<Tables>;

/**
 * A pool of its own. MikroORM's client parses timestamps to text, and the identity library compares
 * them with dates: on that client an expired session would stay valid. A test shows both.
 */
export function openIdentityDatabase(url: string, poolSize = 5): IdentityDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'patchbay auth',
  });
  // A lost idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
