import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { close, listen } from './listen.ts';
import { type Founded, openProduct, type Product } from './testing/product.ts';

const example = fileURLToPath(
  new URL('../../../packages/client/examples/check-integrations.ts', import.meta.url),
);
const token = 'T_examples_secret_0123456789';

let product: Product;
let acme: Founded;
let server: Awaited<ReturnType<typeof listen>>;
let url: string;

beforeAll(async () => {
  product = await openProduct(async () => Response.json({ error: 'denied' }, { status: 401 }));
  acme = await product.found('Acme');
  server = await listen(getRequestListener(product.app.fetch), 0, '127.0.0.1');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await close(server);
  await product.close();
});

type Ran = { code: number | null; output: string };

const run = (apiKey: string): Promise<Ran> =>
  new Promise((resolve) => {
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: 'test',
      PATCHBAY_URL: url,
      PATCHBAY_API_KEY: apiKey,
    };
    const child = execFile(process.execPath, [example], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    );
  });

it('lists what there is, tests what is set up and exits by its health', async () => {
  await acme.owner.client.integrations.configure.mutate({
    provider: 'syncro',
    settings: { subdomain: 'acme', apiToken: token },
  });
  const { key } = await product.program(acme);
  const { code, output } = await run(key);
  expect(output).toMatch(/mediawiki[\s\S]*syncro[\s\S]*Syncro: error in \d+ ms/);
  expect(output).toMatch(/auth\W+failed/);
  expect(output).not.toContain(token);
  expect(code).toBe(1);
});

it('says why it was refused, with the request to quote', async () => {
  const { code, output } = await run('pb_wrong');
  expect(output).toMatch(/^unauthenticated: .+ \(request req_\w+\)/);
  expect(code).toBe(2);
});
