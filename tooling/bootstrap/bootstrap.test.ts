import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let root: string;

/** A repository of two manifests, and an `npx` that stands for the installation. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-bootstrap-'));
  await chmod(root, 0o755);
  const here = fileURLToPath(new URL('.', import.meta.url));
  await cp(here, join(root, 'tooling/bootstrap'), {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
  for (const folder of ['apps', 'packages', 'fake-bin', 'tooling/start/src'])
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, 'package.json'), '{ "name": "sample", "type": "module" }');
  await npxDoes('mkdir -p node_modules/.bin', `ln -sf ${process.execPath} node_modules/.bin/node`);
});

afterEach(() => rm(root, { recursive: true, force: true }));

const npxDoes = (...lines: string[]) =>
  writeFile(join(root, 'fake-bin/npx'), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });

const startDoes = (code: string) => writeFile(join(root, 'tooling/start/src/main.ts'), code);

type BootstrapOptions = { node?: string; nodeArgs?: string[]; uid?: number };

function bootstrap(args: string[], options: BootstrapOptions = {}) {
  const { nodeArgs = [], uid, node = process.execPath } = options;
  const entry = join(root, 'tooling/bootstrap/bootstrap.mjs');
  const child = spawn(node, [...nodeArgs, entry, ...args], {
    env: { ...process.env, PATH: `${join(root, 'fake-bin')}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }));
  const says = async (text: string) => {
    while (!said.out.includes(text)) await once(child.stdout, 'data');
  };
  return { child, ended, says };
}

describe('refusals', () => {
  it('asks for a newer Node under an old one', async () => {
    const pretend = 'Object.defineProperty(process, "versions", { value: { node: "18.19.0" } })';
    const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
    const { code, err } = await bootstrap(['start'], { nodeArgs }).ended;
    expect(code).toBe(71);
    expect(err).toContain('needs Node 20 or newer to start; this is Node 18.19.0');
  });

  it('lists the tasks when it does not know one', async () => {
    const { code, err } = await bootstrap(['strat']).ended;
    expect(code).toBe(64);
    expect(err).toContain('There is no task "strat". Tasks: start, dev, test,');
  });

  it.each([
    ['the network', 68, 'npm error code ECONNREFUSED', 'the npm registry does not answer'],
    ['the lockfile', 65, 'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install', 'pnpm-lock.yaml is missing'],
    ['the disk', 73, 'ENOSPC: no space left on device, write', 'or the disk is full'],
    ['something else', 70, 'ERR_PNPM_IGNORED_BUILDS  Ignored', 'for the reason shown above'],
  ])('says that %s was the reason when installing fails', async (_, exitCode, line, message) => {
    await npxDoes(`echo '${line}' >&2`, 'exit 1');
    const { code, err } = await bootstrap(['start']).ended;
    expect(code).toBe(exitCode);
    expect(err).toContain(line);
    expect(err).toContain(message);
  });

  it('says that the folder cannot be written', async () => {
    // Root may write everywhere, so it runs as nobody, who may not reach the Node that we run on.
    const node = join(root, 'node');
    await copyFile(process.execPath, node);
    await chmod(root, 0o555);
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { code, err } = await bootstrap(['start'], { node, ...asNobody }).ended;
    await chmod(root, 0o755);
    expect(code).toBe(73);
    expect(err).toContain(`Patchbay cannot write to ${root}`);
  });
});

describe('installing', () => {
  it('happens once for two bootstraps at the same moment, and again when a manifest changed', async () => {
    await npxDoes(
      'echo x >> installs',
      'sleep 0.3',
      'mkdir -p node_modules/.bin',
      `ln -sf ${process.execPath} node_modules/.bin/node`,
    );
    await startDoes('');
    const installs = async () => (await readFile(join(root, 'installs'), 'utf8')).length / 2;
    const both = await Promise.all([bootstrap(['start']).ended, bootstrap(['start']).ended]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await installs()).toBe(1);

    await writeFile(join(root, 'package.json'), '{ "name": "changed", "type": "module" }');
    expect((await bootstrap(['start']).ended).code).toBe(0);
    expect(await installs()).toBe(2);
  });

  it('takes over the lock of a bootstrap that died', async () => {
    await startDoes('');
    await mkdir(join(root, 'node_modules'));
    await writeFile(join(root, 'node_modules/.patchbay-lock'), '2147483646');
    expect((await bootstrap(['start']).ended).code).toBe(0);
  });

  it('falls back to the Node it runs on where npm has no build of 24', async () => {
    await npxDoes('mkdir -p node_modules/.bin');
    await startDoes('console.log(process.version)');
    const { code, out } = await bootstrap(['start']).ended;
    expect({ code, out }).toEqual({ code: 0, out: `${process.version}\n` });
  });
});

describe('a task', () => {
  beforeEach(async () => {
    await mkdir(join(root, 'node_modules/.bin'), { recursive: true });
    await symlink(process.execPath, join(root, 'node_modules/.bin/node'));
  });

  it('gets the arguments, and its exit code is ours', async () => {
    await startDoes('console.log(process.argv.slice(2).join()); process.exit(42)');
    const { code, out } = await bootstrap(['start', '--json', 'x']).ended;
    expect({ code, out }).toEqual({ code: 42, out: '--json,x\n' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('gets %s and ends before us', async (signal) => {
    await startDoes(`
      process.on('${signal}', () => { console.log('stopping'); setTimeout(() => process.exit(7), 100); });
      setInterval(() => {}, 1000);
      console.log('running');`);
    const { child, ended, says } = bootstrap(['start']);
    await says('running');
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 7, out: 'running\nstopping\n' });
  });

  it('notices that the bootstrap was killed', async () => {
    await startDoes(`
      process.on('disconnect', () => { console.log('orphaned'); process.exit(); });
      console.log('running');`);
    const { child, ended, says } = bootstrap(['start']);
    await says('running');
    child.kill('SIGKILL');
    expect((await ended).out).toBe('running\norphaned\n');
  });
});
