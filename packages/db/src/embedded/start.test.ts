import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded } from './start.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-embedded-'));
});

afterEach(async () => {
  const server = await startEmbedded({ dataDir }).catch(() => undefined);
  await server?.stop();
  // A killed server's children may still be writing their last files.
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

/** Another process that starts the server, says what it got and then waits to be killed. */
function starter() {
  const entry = JSON.stringify(new URL('./start.ts', import.meta.url).href);
  const code = `
    const { startEmbedded } = await import(${entry});
    const { url, startedHere } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify({ url, startedHere }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = new Promise<{ url: string; startedHere: boolean }>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(JSON.parse(text));
    });
    child.on('exit', () => reject(new Error('the starter ended early')));
  });
  const kill = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  return { result, kill };
}

const postmasterPid = async () =>
  Number((await readFile(join(dataDir, 'cluster/data/postmaster.pid'), 'utf8')).split('\n')[0]);

describe('startEmbedded', () => {
  it('makes one server when two processes start from nothing at once', async () => {
    const starters = [starter(), starter()];
    const [first, second] = await Promise.all(starters.map(({ result }) => result));
    expect(first?.url).toBe(second?.url);
    expect([first?.startedHere, second?.startedHere].sort()).toEqual([false, true]);
    await Promise.all(starters.map(({ kill }) => kill()));
  });

  it('leaves a server alone whose starter lives, and adopts it when the starter was killed', async () => {
    const other = starter();
    const { url } = await other.result;
    await query(url, 'create table kept as select 7 as n');
    const guest = await startEmbedded({ dataDir });
    expect(guest.startedHere).toBe(false);
    await guest.stop();
    expect(await query(url, 'select n from kept')).toEqual([{ n: 7 }]);

    await other.kill();
    const heir = await startEmbedded({ dataDir });
    expect(heir).toMatchObject({ url, startedHere: true });
    await heir.stop();
    await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('recovers committed rows after the server itself was killed', async () => {
    const before = await startEmbedded({ dataDir });
    await query(before.url, 'create table kept as select 7 as n');
    process.kill(await postmasterPid(), 'SIGKILL');
    const after = await startEmbedded({ dataDir });
    expect(await query(after.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('starts although the noted process id now belongs to another program', async () => {
    const before = await startEmbedded({ dataDir });
    const pidFile = join(dataDir, 'cluster/data/postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await before.stop();
    await writeFile(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
    const after = await startEmbedded({ dataDir });
    expect(await query(after.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('keeps port, password and rows over a restart', async () => {
    const before = await startEmbedded({ dataDir });
    await query(before.url, 'create table kept as select 7 as n');
    await before.stop();
    const after = await startEmbedded({ dataDir });
    expect(after.url).toBe(before.url);
    expect(await query(after.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('takes another port when the remembered one is in use', async () => {
    const before = await startEmbedded({ dataDir });
    const port = Number(new URL(before.url).port);
    await before.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    const after = await startEmbedded({ dataDir });
    expect(Number(new URL(after.url).port)).not.toBe(port);
    expect(await query(after.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    squatter.close();
  });

  it('keeps the password private and refuses a wrong one', async () => {
    const { url } = await startEmbedded({ dataDir });
    expect((await stat(join(dataDir, 'cluster/password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('works in a directory with any characters in its name', async () => {
    const odd = { dataDir: join(dataDir, `it's "a" $HOME \`dir\` \\ ä 日本`) };
    const server = await startEmbedded(odd);
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect((await startEmbedded(odd)).url).toBe(server.url);
    await server.stop();
    await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('says why the server does not start', async () => {
    await expect(startEmbedded({ dataDir, settings: { max_connections: -1 } })).rejects.toThrow(
      /PostgreSQL did not start: .*max_connections/,
    );
  });

  it('says what is wrong with a data directory it cannot use', async () => {
    await writeFile(join(dataDir, 'file'), '');
    await expect(startEmbedded({ dataDir: join(dataDir, 'file/data') })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('a part of the path is a file'),
    });
  });
});
