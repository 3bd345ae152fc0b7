import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const example = fileURLToPath(new URL('check-integrations.ts', import.meta.url));

type Started = { url: string; apiKey: string };

let product: ChildProcess;
let dataDir: string;
let started: Started;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-example-'));
  const env = { ...process.env, PORT: String(await freePort()), PATCHBAY_DATA_DIR: dataDir };
  product = spawn('npm', ['start', '--silent', '--', '--json'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started = await firstLine(product);
}, 180_000);

afterAll(async () => {
  const ended = new Promise((resolve) => product.once('exit', resolve));
  product.kill('SIGTERM');
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}, 30_000);

async function firstLine({ stdout }: ChildProcess): Promise<Started> {
  if (stdout === null) throw new Error('the product has no output');
  for await (const line of createInterface(stdout)) return JSON.parse(line);
  throw new Error('the product ended before it was ready');
}

/** Port 0 would leave the public address unknown. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const run = (provider: string): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, PATCHBAY_URL: started.url, PATCHBAY_API_KEY: started.apiKey };
    const child = execFile(process.execPath, [example, provider], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    );
  });

it('checks an integration of the demo through the started product', async () => {
  const { code, output } = await run('syncro');
  expect(output).toMatch(/syncro/);
  expect(output).toMatch(/: ok in \d+ ms/);
  expect(output).toMatch(/sample\W+passed/);
  expect(code).toBe(0);
});
