import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseAccount } from './account.ts';
import { clusterHome } from './cluster.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-cluster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('moves out of a private home directory only when the database account cannot pass through it', async () => {
  const shared = join(folder, 'shared');
  const home = join(folder, 'home');
  const dataDir = join(home, 'data');
  await mkdir(home, { mode: 0o700 });
  await mkdir(dataDir, { mode: 0o700 });
  const account = await databaseAccount(join(dataDir, 'cluster'));
  const place = await clusterHome(dataDir, account, shared);
  expect(dirname(place)).toBe(account.drop ? shared : dataDir);
  expect(await clusterHome(dataDir, account, shared)).toBe(place);
});

it('stays in a private data directory of our own', async () => {
  const account = await databaseAccount(join(folder, 'cluster'));
  expect(await clusterHome(folder, account)).toBe(join(folder, 'cluster'));
});
