import { afterEach, expect, test, vi } from 'vitest';
import { requireWikiPackages } from './packages.ts';

afterEach(() => vi.unstubAllEnvs());

test('a machine without PHP is told which packages to install', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  await expect(requireWikiPackages()).rejects.toThrow(/apt-get install .*php-cli.*php-sqlite3/);
});
