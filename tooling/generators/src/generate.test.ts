import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem } from './edit.ts';
import { generate } from './generate.ts';
import { GeneratorError } from './names.ts';

const execute = promisify(execFile);
const repository = fileURLToPath(new URL('../../..', import.meta.url));
// What they import is checked with them: db, jobs and trpc too.
const checked = ['packages/providers', 'packages/services', 'apps/cron', 'apps/web'];

/** A copy of the sources; its packages find each other, and the installed dependencies, by links. */
let root: string;

/** What a tool says goes to its standard output, which an error of ours would leave out. */
async function run(program: string, args: string[]): Promise<string> {
  try {
    return (await execute(program, args, { cwd: root })).stdout;
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? error.stdout : error;
    throw new Error(`${program} ${args.join(' ')}\n${said}`);
  }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-generators-'));
  const copied = ['apps', 'packages', 'tooling', '.biome.json', 'package.json'];
  for (const path of copied)
    await cp(join(repository, path), join(root, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !/\/(build|\.turbo|\.data)$/.test(file),
    });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  generate(root, ['provider', 'sample-desk']);
  generate(root, ['verb', 'members', 'find-oldest']);
  generate(root, ['route', 'sample-page']);
  generate(root, ['entity', 'sample-note']);
  generate(root, ['job', 'send-sample']);
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('what is generated', () => {
  it.each(checked)('type checks in %s', async (folder) => {
    expect(await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder])).toBe('');
  });

  it('passes its own tests, and the tests of the lists it was added to', async () => {
    const files = [
      'packages/providers/src/catalog/sample-desk',
      'packages/services/src/members/find-oldest',
      'apps/cron/src/jobs/send-sample',
      'packages/db/src/migrate',
    ];
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--config', 'tooling/vitest/vitest.config.ts', ...files];
    expect(await run(process.execPath, args)).toMatch(/Tests .*\d+ passed/);
  });

  it('is in the lists', async () => {
    const text = async (path: string) => readFile(join(root, path), 'utf8');
    expect(await text('packages/providers/src/catalog/index.ts')).toContain(
      "'sample-desk': sampleDesk",
    );
    expect(await text('packages/db/src/migrations/index.ts')).toContain('class: CreateSampleNotes');
    expect(await text('apps/cron/src/worker.ts')).toContain('jobs.work(sendSample');
  });
});

describe('refusals', () => {
  it.each([
    [['plugin', 'x'], 'Usage:'],
    [['provider'], 'Usage:'],
    [['provider', 'Sample Desk'], 'is not kebab-case'],
    [['provider', 'sample-desk'], 'provider.ts exists already|answers.ts exists already'],
    [['verb', 'members'], 'Give an area and a name'],
    [['verb', 'no-such-area', 'find'], 'no-such-area/schemas.ts does not exist'],
  ])('%j', (args, message) => {
    expect(() => generate(root, args)).toThrow(new RegExp(message));
  });

  it('says so when the code it extends has moved', () => {
    expect(() => addItem('const other = [];', 'const list = [', 'x')).toThrow(GeneratorError);
  });
});
