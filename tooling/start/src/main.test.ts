import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProduct } from './started.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-start-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const refusal = (env: Record<string, string>, args?: string[]) =>
  startProduct({ PATCHBAY_DATA_DIR: dataDir, ...env }, args).ended;

function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address ? address.port : 0 });
    });
  });
}

describe('npm start refuses', () => {
  it('a port in use, naming it and the way out', async () => {
    const { server, port } = await listen();
    const { code, out, err } = await refusal({ PORT: String(port) });
    server.close();
    expect({ code, out }).toEqual({ code: 69, out: '' });
    expect(err).toContain(`Port ${port} on 127.0.0.1 is in use. Choose another`);
  });

  it('an address that is not of this machine', async () => {
    const { code, err } = await refusal({ HOST: '192.0.2.1' });
    expect(code).toBe(78);
    expect(err).toContain('HOST 192.0.2.1 is no address of this machine');
  });

  it('bad variables, naming each', async () => {
    const { code, err } = await refusal({ PORT: 'many', DATABASE_URL: 'mysql://x' });
    expect(code).toBe(78);
    expect(err).toContain('PORT: must be a port number');
    expect(err).toContain('DATABASE_URL: must start with postgres://');
  });

  it('a database that is not there, without a word of its address', async () => {
    const url = 'postgres://person:some-password@127.0.0.1:1/patchbay';
    const { code, err } = await refusal({ PORT: '0', DATABASE_URL: url });
    expect(code).toBe(69);
    expect(err).toContain(
      'The PostgreSQL that DATABASE_URL names cannot be used: nothing listens there',
    );
    expect(err).not.toContain('some-password');
  });

  it('a public address with a path, below which nothing would be found', async () => {
    const { code, err } = await refusal({ PUBLIC_URL: 'https://example.org/patchbay' });
    expect(code).toBe(78);
    expect(err).toContain('PUBLIC_URL: must be an http or https address without a path');
  });

  it('a data directory that cannot be one', async () => {
    await writeFile(join(dataDir, 'file'), '');
    const path = join(dataDir, 'file/data');
    const { code, err } = await refusal({ PATCHBAY_DATA_DIR: path });
    expect(code).toBe(73);
    expect(err).toContain(`cannot write to its data directory ${path}`);
  });

  it('damaged secrets, which would make every stored credential unreadable', async () => {
    await writeFile(join(dataDir, 'secrets.json'), '{ "appEncryptionKey":');
    const { code, err } = await refusal({});
    expect(code).toBe(78);
    expect(err).toContain('secrets.json is damaged');
  });

  it('an option it does not know', async () => {
    const { code, err } = await refusal({}, ['--jsno']);
    expect(code).toBe(64);
    expect(err).toContain("'--jsno'");
  });
});
