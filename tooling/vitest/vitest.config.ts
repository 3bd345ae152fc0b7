import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const databaseSetup = ['packages/testing/src/global-setup.ts'];
const withoutDatabase = ['core', 'crypto', 'providers', 'ui'].map((name) => `packages/${name}`);
const tests = (folder: string) => `${folder}/**/*.test.{ts,tsx}`;
const never = ['**/node_modules/**', '**/build/**', '**/.data/**'];

/** `unit` needs nothing but the sources; every other project finds a PostgreSQL through `inject`. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  esbuild: { jsx: 'automatic' },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          pool: 'threads',
          include: withoutDatabase.map(tests),
          exclude: never,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          pool: 'forks',
          include: [tests('packages'), tests('apps')],
          exclude: [...never, ...withoutDatabase.map((folder) => `${folder}/**`)],
          globalSetup: databaseSetup,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'tooling',
          pool: 'forks',
          include: [tests('tooling')],
          exclude: never,
          globalSetup: databaseSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          pool: 'forks',
          include: ['{apps,packages,tooling}/**/*.e2e.ts'],
          exclude: [...never, 'tooling/e2e/**'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          pool: 'forks',
          include: ['tooling/e2e/**/*.e2e.ts'],
          exclude: never,
          globalSetup: ['tooling/e2e/src/harness/global-setup.ts'],
          fileParallelism: false,
          // A browser on a shared machine: the report names every journey that needed its second try.
          retry: 1,
          // Vitest gives up polling after one second.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
