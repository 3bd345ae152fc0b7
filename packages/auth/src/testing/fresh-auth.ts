import { isPatchbayError } from '@patchbay/core';
import { freshDatabase } from '@patchbay/testing';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { createAuth } from '../create-auth.ts';
import type { AuthSettings } from '../settings.ts';

export const password = 'a quiet harbour at dawn';
export const ada = { email: 'ada@example.org', name: 'Ada', password };
export const browser = { headers: new Headers(), address: '192.0.2.10' };
export const origin = 'http://127.0.0.1:3000';

/** An empty Patchbay with sign-up open unless told; closed and dropped after the test. */
export async function freshAuth(changes: Partial<AuthSettings> = {}) {
  const database = await freshDatabase();
  const settings: AuthSettings = {
    url: database.url,
    poolSize: 3,
    secret: 'only-for-tests-7f3b9c1e5d8a2046b1c3',
    publicUrl: origin,
    signup: 'open',
    ...changes,
  };
  const auth = createAuth(settings);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await auth.close();
    await database.drop();
  });
  const query = async (text: string, values: unknown[] = []) =>
    (await client.query(text, values)).rows;
  return { auth, settings, query };
}

/** The Cookie header that a browser sends after these answers. */
export const cookieOf = (setCookie: string[]): Headers =>
  new Headers({ cookie: setCookie.map((line) => line.split(';')[0]).join('; ') });

/** A request of the dashboard's own scripts. */
export const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  new Request(`${origin}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  });

/** The refusal of a call as data; a success fails the test. */
export const refusal = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('It was expected to be refused.');
    },
    (error: unknown) => {
      if (!isPatchbayError(error)) throw error;
      const { code, message, fields, retryAfterSeconds } = error;
      return { code, message, fields: Object.keys(fields ?? {}), retryAfterSeconds };
    },
  );
