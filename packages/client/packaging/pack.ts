import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const project = fileURLToPath(new URL('tsconfig.json', import.meta.url));

/** What the router's type says about the server's inside, and what a program outside needs to know of it. */
const outsideNames: [RegExp, string][] = [
  [/import\("\.\/context\.ts"\)\.Context/g, 'object'],
  [/import\("\.\/rest\/meta\.ts"\)\.RestMeta/g, 'object'],
  [/import\("\.\/live\.ts"\)\.LiveUpdate/g, 'unknown'],
  [/import\("@patchbay\/core"\)\.FieldErrors/g, 'Record<string, string[]>'],
  [/import\("zod"\)\.JSONType/g, 'Json'],
];

const json = 'type Json = string | number | boolean | null | Json[] | { [name: string]: Json };\n';

/** Unions that the router names, and the lists they are made of, as the compiler declares them. */
const codeLists = [
  {
    name: 'import("@patchbay/core").ErrorCode',
    list: 'errorCodes',
    file: 'packages/core/src/errors.d.ts',
  },
  {
    name: 'import("@patchbay/services").CallErrorCode',
    list: 'callErrorCodes',
    file: 'packages/services/src/calls/integration-error.d.ts',
  },
];

/**
 * Writes the client as a package that needs nothing of this workspace: JavaScript, and types in which the router's are
 * spelled out. Fails when they still point at a package of ours.
 */
export async function packClient(directory: string): Promise<void> {
  const compiled = await mkdtemp(join(tmpdir(), 'patchbay-client-'));
  try {
    await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), [
      '-p',
      project,
      '--outDir',
      compiled,
    ]);
    await mkdir(directory, { recursive: true });
    await copySources(join(compiled, 'packages/client/src'), directory);
    const router = await readFile(join(compiled, 'packages/trpc/src/router.d.ts'), 'utf8');
    await write(directory, 'router.d.ts', json + (await spellOut(router, compiled)));
    await write(directory, 'package.json', await manifest());
  } finally {
    await rm(compiled, { recursive: true, force: true });
  }
}

async function copySources(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    const text = await readFile(join(from, name), 'utf8');
    const local = text.replaceAll(`'@patchbay/trpc'`, `'./router.js'`);
    await write(to, name, local.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'"));
  }
}

async function spellOut(router: string, compiled: string): Promise<string> {
  let known = outsideNames.reduce((text, [name, plain]) => text.replaceAll(name, plain), router);
  for (const { name, list, file } of codeLists) {
    const declared = await readFile(join(compiled, file), 'utf8');
    known = known.replaceAll(name, unionOf(list, declared));
  }
  return known;
}

function unionOf(list: string, declared: string): string {
  const items = new RegExp(`\\b${list}: readonly \\[([^\\]]+)\\]`).exec(declared)?.[1];
  if (items === undefined) throw new Error(`${list} is declared in another form`);
  return `(${items.replaceAll(', ', ' | ')})`;
}

async function write(directory: string, name: string, text: string): Promise<void> {
  const strange =
    /(?:from |import\()['"](?!@trpc\/|superjson['"]|\.\/[\w-]+\.js['"])[^'"]+['"]/.exec(text);
  if (strange) throw new Error(`${name} points into the workspace: ${strange[0]}`);
  await writeFile(join(directory, name), text);
}

async function manifest(): Promise<string> {
  const [{ version, license }, lock] = await Promise.all([
    readJson(join(root, 'package.json')),
    readFile(join(root, 'pnpm-workspace.yaml'), 'utf8'),
  ]);
  const pinned = (name: string) => new RegExp(`^  "?${name}"?: (.+)$`, 'm').exec(lock)?.[1];
  const names = ['@trpc/client', '@trpc/server', 'superjson'];
  const dependencies = Object.fromEntries(names.map((name) => [name, pinned(name)]));
  const entry = { types: './index.d.ts', default: './index.js' };
  const about = { name: '@patchbay/client', version, license, type: 'module' };
  return `${JSON.stringify({ ...about, exports: { '.': entry }, dependencies }, null, 2)}\n`;
}

const readJson = async (file: string) => JSON.parse(await readFile(file, 'utf8'));

if (import.meta.main) {
  const [directory] = process.argv.slice(2);
  if (directory === undefined) throw new Error('Usage: node pack.ts DIRECTORY');
  await packClient(directory);
}
