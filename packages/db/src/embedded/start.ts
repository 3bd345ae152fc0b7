import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { PatchbayError } from '@patchbay/core';
import type { Account } from './account.ts';
import { databaseAccount } from './account.ts';
import type { Cluster } from './cluster.ts';
import { clusterHome, openCluster, superuser } from './cluster.ts';
import { withLock } from './lock.ts';
import { nativeDir } from './native.ts';
import { freePort, isFree } from './port.ts';
import type { Postmaster, ServerSettings } from './postmaster.ts';
import { findPostmaster, launch, shutDown } from './postmaster.ts';
import { identityOf, isSameProcess } from './process-identity.ts';
import { explainFileError } from './refusal.ts';
import { answers, databaseName, ensureDatabase } from './session.ts';

export type EmbeddedOptions = {
  /** Holds the cluster, its password (0600), its log and the remembered port. Made if absent. */
  dataDir: string;
  /** A wish; when something else listens there, a free port is taken instead. */
  port?: number;
  /** Server settings beside our own, by name (`fsync: 'off'` for tests). */
  settings?: ServerSettings;
  log?: (line: string) => void;
};

export type Embedded = {
  url: string;
  /** Stops the server if `startedHere`; otherwise leaves it to whoever started it. */
  stop(): Promise<void>;
  /** Also true for a server whose starter died without stopping it: it is ours to stop now. */
  startedHere: boolean;
};

type Place = { dataDir: string; bin: string; account: Account; cluster: Cluster };

const ownSettings: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts PostgreSQL from the npm binaries on the loopback address, or attaches to the one that already
 * runs on this data directory. The server is detached: it survives this process unless stopped.
 * Refuses with `unavailable` when the directory or the programs cannot be used.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  try {
    await mkdir(dataDir, { recursive: true });
    return await withLock(join(dataDir, 'start.lock'), () => startLocked(dataDir, options));
  } catch (error) {
    throw explainFileError(error, dataDir);
  }
}

async function startLocked(dataDir: string, options: EmbeddedOptions): Promise<Embedded> {
  const place = await prepare(dataDir);
  const running = await findPostmaster(place.cluster.data);
  const attached = running !== undefined && (await attach(place, running));
  const port = attached ? running.port : await startServer(place, options);
  options.log?.(`PostgreSQL ${attached ? 'was already running' : 'started'} on port ${port}`);

  const owner = join(dataDir, 'owner');
  const ownedElsewhere =
    attached && (await isSameProcess(await readFile(owner, 'utf8').catch(() => '')));
  if (!ownedElsewhere) await writeFile(owner, await identityOf(process.pid));
  await ensureDatabase(urlOf(place, port, 'postgres'));
  return {
    url: urlOf(place, port, databaseName),
    startedHere: !ownedElsewhere,
    stop: async () => {
      if (ownedElsewhere) return;
      await shutDown(place.bin, place.cluster.data, place.account);
      await rm(owner, { force: true });
    },
  };
}

async function prepare(dataDir: string): Promise<Place> {
  const noted = await readFile(join(dataDir, 'cluster.path'), 'utf8').catch(() => '');
  const account = await databaseAccount(noted.trim() || join(dataDir, 'cluster'));
  const bin = join(await nativeDir(account), 'bin');
  const home = await clusterHome(dataDir, account);
  return { dataDir, bin, account, cluster: await openCluster(home, bin, account) };
}

const attach = (place: Place, running: Postmaster): Promise<boolean> =>
  answers(
    urlOf(place, running.port, 'postgres'),
    async () => (await findPostmaster(place.cluster.data))?.pid === running.pid,
  );

async function startServer(place: Place, options: EmbeddedOptions): Promise<number> {
  const { home } = place.cluster;
  const remembered = join(place.dataDir, 'port');
  const wishes = [options.port, Number(await readFile(remembered, 'utf8').catch(() => ''))];
  let said = '';
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = (await firstFree(wishes.splice(0))) ?? (await freePort());
    const settings = { ...ownSettings, ...options.settings, port };
    const started = await launch(place.bin, home, settings, place.account);
    if (started.ok) {
      await writeFile(remembered, String(port));
      return port;
    }
    said = started.said.trim().split('\n').slice(-3).join(' ');
    if (!started.portTaken) break;
  }
  const log = join(home, 'server.log');
  throw new PatchbayError('unavailable', `PostgreSQL did not start: ${said} Its log is ${log}.`);
}

async function firstFree(ports: (number | undefined)[]): Promise<number | undefined> {
  for (const port of ports) if (port && (await isFree(port))) return port;
  return undefined;
}

const urlOf = (place: Place, port: number, database: string): string =>
  `postgres://${superuser}:${place.cluster.password}@127.0.0.1:${port}/${database}`;
