import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '@patchbay/db/embedded';
import { startChild } from './children.ts';
import { inheritedEnvironment } from './environment.ts';
import type { Scope } from './scope.ts';
import { Halt } from './stop-signal.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const web = join(root, 'apps/web');
const stampFile = join(web, 'build/.sources');
const lockFile = join(web, 'node_modules/.build-lock');
// What ends up in the bundle; the import table keeps everything else out of it.
const sources = [
  ...['app', 'public', 'package.json', 'precompress.ts', 'vite.config.ts'].map(
    (path) => `apps/web/${path}`,
  ),
  'packages/core/src',
  'packages/react/src',
  'packages/ui/src',
  'pnpm-lock.yaml',
];
const ignored = new Set(['node_modules', 'build', 'dist', '.turbo', '.vite']);

/** Builds the dashboard unless the one that stands was made from these very sources. */
export async function buildWeb(scope: Scope, log: (line: string) => void): Promise<void> {
  const wanted = await sourceHash();
  if ((await stamp()) === wanted) return;
  // Two copies of one checkout share the build.
  await withLock(lockFile, async () => {
    if ((await stamp()) === wanted) return;
    log('Building the dashboard …');
    await rm(stampFile, { force: true });
    const said: string[] = [];
    const build = startChild({
      name: 'build',
      script: join(web, 'node_modules/@remix-run/dev/dist/cli.js'),
      args: ['vite:build', '--logLevel', 'warn'],
      cwd: web,
      env: { ...inheritedEnvironment(), NODE_ENV: 'production' },
      say: (line) => said.push(line),
    });
    await scope.defer(() => build.stop(1_000));
    const code = await build.ended;
    if (code !== 0) throw new Halt(code, `${said.join('\n')}\n\nThe dashboard did not build.`);
    await mkdir(join(web, 'build'), { recursive: true });
    await writeFile(stampFile, wanted);
  });
}

const stamp = (): Promise<string> => readFile(stampFile, 'utf8').catch(() => '');

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  const lists = await Promise.all(sources.map((path) => filesOf(join(root, path))));
  for (const file of lists.flat().sort()) {
    hash.update(file.slice(root.length));
    hash.update(await readFile(file));
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const wanted = entries.filter(({ name }) => !ignored.has(name) && !/\.test\.tsx?$/.test(name));
  const nested = await Promise.all(
    wanted.map((entry) => {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) return filesOf(inside);
      return entry.isFile() ? [inside] : [];
    }),
  );
  return nested.flat();
}
