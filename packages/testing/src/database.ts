import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
// Declares what the set-up provides, wherever this package is used.
import type {} from './global-setup.ts';

export type FreshDatabase = {
  url: string;
  /** Ends every session and removes it. Databases that are not dropped go with the test server. */
  drop(): Promise<void>;
} & AsyncDisposable;

/** A migrated, empty database of its own, cloned from the template in some 20 ms. */
export const freshDatabase = (): Promise<FreshDatabase> => clone(inject('patchbay').template);

/** A database without any of our tables, for tests of the migrations themselves. */
export const emptyDatabase = (): Promise<FreshDatabase> => clone('template1');

async function clone(template: string): Promise<FreshDatabase> {
  const { adminUrl } = inject('patchbay');
  const name = `t_${randomBytes(8).toString('hex')}`;
  await administer(adminUrl, `create database ${name} template ${template}`);
  const drop = () => administer(adminUrl, `drop database if exists ${name} with (force)`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop, [Symbol.asyncDispose]: drop };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
