import { freshDatabase } from '@patchbay/testing';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { createAuth } from './create-auth.ts';
import type { AuthSettings } from './settings.ts';

export const password = 'a quiet harbour at dawn';
export const ada = { email: 'ada@example.org', name: 'Ada', password };
export const browser = { headers: new Headers(), address: '192.0.2.10' };

/** An empty Patchbay with sign-up open unless told; closed and dropped after the test. */
export async function freshAuth(settings: Partial<AuthSettings> = {}) {
  const database = await freshDatabase();
  const auth = createAuth({
    url: database.url,
    poolSize: 2,
    secret: 'only-for-tests-7f3b9c1e5d8a2046b1c3',
    publicUrl: 'http://127.0.0.1:3000',
    signup: 'open',
    ...settings,
  });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await auth.close();
    await database.drop();
  });
  const query = async (text: string, values: unknown[] = []) =>
    (await client.query(text, values)).rows;
  return { auth, url: database.url, query };
}

/** The Cookie header that a browser sends after these answers. */
export const cookieOf = (setCookie: string[]): Headers =>
  new Headers({ cookie: setCookie.map((line) => line.split(';')[0]).join('; ') });
