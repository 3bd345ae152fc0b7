import { getMigrations } from 'better-auth/db/migration';
import { expect, test } from 'vitest';
import { openIdentityDatabase } from './database.ts';
import { createLibrary } from './library.ts';
import { freshAuth } from './testing/fresh-auth.ts';

test('our migration makes exactly the tables that the identity library expects', async () => {
  const { settings } = await freshAuth();
  const db = openIdentityDatabase(settings.url, 1);
  const plan = await getMigrations(createLibrary(settings, db).options);
  await db.destroy();
  expect(plan.toBeCreated).toEqual([]);
  expect(plan.toBeAdded).toEqual([]);
});

test('people and sessions get random UUIDs', async () => {
  const { auth } = await freshAuth();
  const { id } = await auth.createUser({
    email: 'ada@example.org',
    name: 'Ada',
    password: 'a quiet harbour at dawn',
  });
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
