import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isMigrated, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { query, testDatabase } from './testing/database.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const names = migrations.map(({ name }) => name);

describe('migrating', () => {
  test('brings an empty database to the newest schema, once', async () => {
    const url = await testDatabase({ migrated: false });
    expect(await isMigrated(url)).toBe(false);
    expect(await migrate(url)).toEqual(names);
    expect(await isMigrated(url)).toBe(true);
    expect(await migrate(url)).toEqual([]);
  });

  test('is done by one of two processes that start at the same time', async () => {
    const url = await testDatabase({ migrated: false });
    const applied = await Promise.all([migrate(url), migrate(url)]);
    expect(applied.toSorted((a, b) => a.length - b.length)).toEqual([[], names]);
  });

  test('prepares the partitions of the days ahead', async () => {
    const url = await testDatabase({ migrated: false });
    await migrate(url);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const rows = await query(url, 'select 1 from pg_tables where tablename = $1', [
      `integration_health_checks_${tomorrow.replaceAll('-', '')}`,
    ]);
    expect(rows).toHaveLength(1);
  });

  test('goes the same way under Deno', async () => {
    const url = await testDatabase({ migrated: false });
    const script = `import { migrate } from '${new URL('./migrate.ts', import.meta.url)}';
      console.log(JSON.stringify(await migrate('${url}')));`;
    const permissions = ['--allow-net=127.0.0.1', '--allow-env', '--allow-sys', '--allow-read'];
    const child = run(
      `${root}/node_modules/deno/deno`,
      ['run', '--no-prompt', '--no-lock', ...permissions, '-'],
      { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME } },
    );
    child.child.stdin?.end(script);
    const { stdout } = await child;
    expect(JSON.parse(stdout)).toEqual(names);
    expect(await isMigrated(url)).toBe(true);
  });
});
