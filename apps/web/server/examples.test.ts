import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { demo, type Sandbox, startSandbox } from '@patchbay/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { close, listen } from './listen.ts';
import { type Founded, openProduct, type Product } from './testing/product.ts';

const fileOf = (example: string) =>
  fileURLToPath(new URL(`../../../packages/client/examples/${example}.ts`, import.meta.url));
const token = 'T_examples_secret_0123456789';

let sandbox: Sandbox;
let product: Product;
let acme: Founded;
let server: Awaited<ReturnType<typeof listen>>;
let url: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  product = await openProduct(undefined, { sandbox });
  acme = await product.found('Acme');
  server = await listen(getRequestListener(product.app.fetch), 0, '127.0.0.1');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await close(server);
  await product.close();
  await sandbox.close();
});

type Ran = { code: number | null; output: string };

const run = (example: string, apiKey: string): Promise<Ran> =>
  new Promise((resolve) => {
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: 'test',
      PATCHBAY_URL: url,
      PATCHBAY_API_KEY: apiKey,
    };
    const child = execFile(process.execPath, [fileOf(example)], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    );
  });

it('lists what there is, tests what is set up and exits by its health', async () => {
  await acme.owner.client.integrations.configure.mutate({
    provider: 'syncro',
    settings: { subdomain: 'acme', apiToken: token },
  });
  const { key } = await product.program(acme);
  const { code, output } = await run('check-integrations', key);
  expect(output).toMatch(/mediawiki[\s\S]*syncro[\s\S]*Syncro: error in \d+ ms/);
  expect(output).toMatch(/auth\W+failed/);
  expect(output).not.toContain(token);
  expect(code).toBe(1);
});

it('says why it was refused, with the request to quote', async () => {
  const { code, output } = await run('check-integrations', 'pb_wrong');
  expect(output).toMatch(/^unauthenticated: .+ \(request req_\w+\)/);
  expect(code).toBe(2);
});

it('runs an operation with its types and a call by hand, and keeps both on record', async () => {
  const bravo = await product.found('Bravo');
  const { client } = bravo.owner;
  const settings = demo.settings.syncro;
  await client.integrations.configure.mutate({ provider: 'syncro', settings });
  const { key } = await product.program(bravo, ['settings:read', 'calls:make']);
  const { code, output } = await run('call-operation', key);
  expect(output).toMatch(/customers\.list[\s\S]*customer \d+: \w+/);
  expect(output).toMatch(/GET \/me: 200 in \d+ ms \(call_\w+\)/);
  expect(output).not.toContain(settings.apiToken);
  expect(code).toBe(0);
  await product.calls.flush();
  const { items } = await client.calls.list.query();
  expect(items.map(({ endpoint }) => endpoint)).toEqual([
    '/me',
    expect.stringContaining('/customers?page=1'),
  ]);
});

it('says what failed and whether to try again', async () => {
  const charlie = await product.found('Charlie');
  const { key } = await product.program(charlie, ['settings:read', 'calls:make']);
  const { code, output } = await run('call-operation', key);
  expect(output).toMatch(/not_configured: .+ Trying again will not help\./);
  expect(code).toBe(2);
});
