import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    patchbay: { adminUrl: string; template: string };
  }
}

/** As `freshDatabase` of packages/testing, which builds on this package and so cannot be used in it. */
export async function testDatabase({ migrated }: { migrated: boolean }): Promise<string> {
  const { adminUrl, template } = inject('patchbay');
  const name = `t_${randomBytes(8).toString('hex')}`;
  await query(adminUrl, `create database ${name} template ${migrated ? template : 'template1'}`);
  onTestFinished(async () => {
    await query(adminUrl, `drop database if exists ${name} with (force)`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement on a connection of its own. */
export async function query<Row>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
