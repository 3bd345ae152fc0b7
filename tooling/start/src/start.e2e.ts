import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { descendantsOf, isAlive, startProduct } from './started.ts';

let dataDir: string;
let running: ReturnType<typeof startProduct>[];

beforeEach(async () => {
  running = [];
  dataDir = await newDataDir();
});

const newDataDir = () => mkdtemp(join(tmpdir(), 'patchbay-product-'));

afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGTERM');
    await ended;
  }
  await rm(dataDir, { recursive: true, force: true });
});

function start(env: Record<string, string> = {}) {
  const product = startProduct({ PATCHBAY_DATA_DIR: dataDir, ...env });
  running.push(product);
  return product;
}

const answers = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 'nobody',
  );

async function eventually(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await sleep(50);
}

async function postmaster(): Promise<number> {
  const file = join(dataDir, 'postgres/cluster/data/postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  return Number(text.split('\n')[0]);
}

describe('npm start', () => {
  it('prints one line that opens the product, and stops everything when asked', async () => {
    const product = start();
    const access = await product.access();
    expect(Object.keys(access)).toEqual(['url', 'email', 'password', 'apiKey', 'organization']);
    expect(await answers(`${access.url}/readyz`)).toBe(200);
    const listed = await fetch(`${access.url}/api/v1/integrations`, {
      headers: { authorization: `Bearer ${access.apiKey}` },
    });
    expect(listed.status).toBe(200);
    const signedIn = await fetch(`${access.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: access.url },
      body: JSON.stringify({ email: access.email, password: access.password }),
    });
    expect(signedIn.status).toBe(200);

    const pids = descendantsOf(product.child.pid ?? 0).map(({ pid }) => pid);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    product.child.kill('SIGTERM');
    const { code, out } = await product.ended;
    expect({ code, lines: out.split('\n').length }).toEqual({ code: 0, lines: 2 });
    expect(pids.filter((pid) => isAlive(pid))).toEqual([]);
    expect(await postmaster()).toBe(0);
  });

  it.each([
    ['records the calls of the demo', {}, 1],
    ['leaves recording to whoever sets it', { INTEGRATIONS_USAGE_LOGGING_ENABLED: 'false' }, 0],
  ])('%s', async (_, env, recorded) => {
    const { url, apiKey } = await start(env).access();
    const headers = { authorization: `Bearer ${apiKey}` };
    const listed = async () =>
      (await (await fetch(`${url}/api/v1/calls`, { headers })).text()).split('"correlationId"')
        .length - 1;
    // The copies of this file share a data directory, and so its record.
    const before = await listed();
    const called = await fetch(`${url}/proxy/syncro/me`, { headers });
    expect(called.status).toBe(200);
    // Rows are written in batches, four times a second.
    await sleep(1_000);
    await eventually(async () => recorded === 0 || (await listed()) > before);
    expect(await listed()).toBe(before + recorded);
  });

  it('leaves no app behind when it is killed, and takes the database over the next time', async () => {
    const killed = start();
    const { url, apiKey } = await killed.access();
    const apps = descendantsOf(killed.child.pid ?? 0).map(({ pid }) => pid);
    killed.child.kill('SIGKILL');
    await killed.ended;
    await eventually(async () => apps.every((pid) => !isAlive(pid)));
    expect(await answers(url)).toBe('nobody');

    const database = await postmaster();
    const next = start();
    expect((await next.access()).apiKey).toBe(apiKey);
    expect(await postmaster()).toBe(database);
    next.child.kill('SIGTERM');
    expect((await next.ended).code).toBe(0);
    expect(isAlive(database)).toBe(false);
  });

  it('runs beside another copy', async () => {
    const otherDir = await newDataDir();
    const [one, two] = [start(), start({ PATCHBAY_DATA_DIR: otherDir })];
    const [first, second] = await Promise.all([one.access(), two.access()]);
    expect(first.url).not.toBe(second.url);
    const statuses = [first, second].map(({ url }) => answers(`${url}/readyz`));
    expect(await Promise.all(statuses)).toEqual([200, 200]);
    two.child.kill('SIGTERM');
    await two.ended;
    await rm(otherDir, { recursive: true, force: true });
  });

  it.each(['server/main.ts', 'src/main.ts'])(
    'stops with a word about it when %s dies',
    async (script) => {
      const product = start();
      await product.access();
      const apps = descendantsOf(product.child.pid ?? 0);
      const app = apps.find(({ command }) => command.includes(` ${script}`));
      process.kill(app?.pid ?? 0, 'SIGKILL');
      const { code, err } = await product.ended;
      expect(code).toBe(137);
      expect(err).toContain('ended by itself with code 137');
      expect(apps.filter(({ pid }) => isAlive(pid))).toEqual([]);
    },
  );
});
