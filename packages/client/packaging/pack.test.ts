import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packClient } from './pack.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url));
let outside: string;

/** A program's folder that has the packed client and its dependencies, and nothing else of this workspace. */
beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'patchbay-outside-'));
  const packed = join(outside, 'node_modules/@patchbay/client');
  await packClient(packed);
  for (const name of ['@trpc/client', '@trpc/server', 'superjson']) {
    const place = join(packed, 'node_modules', name);
    await mkdir(join(place, '..'), { recursive: true });
    await symlink(await realpath(join(here, 'node_modules', name)), place);
  }
}, 120_000);
afterAll(() => rm(outside, { recursive: true, force: true }));

const check = async (program: string) => {
  await writeFile(join(outside, 'program.mts'), program);
  const flags =
    '--noEmit --strict --skipLibCheck --module nodenext --target esnext --lib esnext,dom';
  return run(tsc, [...flags.split(' '), 'program.mts'], { cwd: outside }).then(
    () => 'fine',
    ({ stdout }) => String(stdout),
  );
};

const head = `import { createPatchbayClient } from '@patchbay/client';
const client = createPatchbayClient({ url: 'http://127.0.0.1:1', apiKey: 'pb_x', retries: 0 });`;

it('is typed from the router outside this workspace', async () => {
  const right = `${head}
const [first] = await client.integrations.list.query();
const state: 'active' | undefined = first?.state === 'active' ? first.state : undefined;
const checked: Date | null | undefined = first?.lastHealthCheck;
export { checked, state };`;
  expect(await check(right)).toBe('fine');
  expect(
    await check(`${head}\nexport const text: string = await client.audit.verify.query();`),
  ).toMatch(/TS2322/);
  expect(await check(`${head}\nawait client.integrations.noSuch.query();`)).toMatch(/TS2339/);
});

it('runs without this workspace', async () => {
  const program = `${head}
const error = await client.audit.verify.query().catch((error) => error);
console.log(error.constructor.name, error.code);`;
  await writeFile(join(outside, 'program.mjs'), program);
  const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: outside });
  expect(stdout).toBe('PatchbayClientError unreachable\n');
});
