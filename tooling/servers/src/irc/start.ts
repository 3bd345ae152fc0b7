import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, type RunningServer, run, startInGroup } from '../commands.ts';
import { findProgram } from '../programs.ts';
import { IrcClient } from './client.ts';
import { athemeConfig, type IrcPlaces, inspircdConfig } from './config.ts';
import { requireIrcPackages } from './packages.ts';

export type IrcServer = {
  /** Where clients connect; plain text on loopback. */
  host: string;
  port: number;
  athemeUrl: string;
  /** A services operator, registered and able to do everything. */
  operAccount: string;
  operPassword: string;
  /** Accounts that one e-mail address may have. */
  perAddress: number;
  logFile: string;
  stop(): Promise<void>;
};

const operAccount = 'operator';

/**
 * Starts Debian's InspIRCd and Atheme on 127.0.0.1, linked to one another; everything they write lies below
 * `dataDir`. Both refuse to run as root, so they then run as \`irc\`, the user that comes with the packages.
 * @throws Error naming the missing Debian packages, or what the servers complained about
 */
export async function startIrc({ dataDir }: { dataDir: string }): Promise<IrcServer> {
  await requireIrcPackages();
  const home = join(dataDir, 'irc');
  await mkdir(join(home, 'atheme'), { recursive: true });
  const ports = { irc: await freePort(), link: await freePort(), rpc: await freePort() };
  const places: IrcPlaces = { home, ports, operator: operAccount, perAddress: 6 };
  const files = { irc: join(home, 'inspircd.conf'), services: join(home, 'atheme.conf') };
  await writeFile(files.irc, inspircdConfig(places));
  await writeFile(files.services, athemeConfig(places));
  const launch = await launcher(dataDir, [home, join(home, 'atheme'), files.irc, files.services]);

  const logFile = join(home, 'atheme.log');
  const inspircd = await launch('inspircd', ['--config', files.irc, '--nofork']);
  const atheme = await launch('atheme-services', [
    ...['-n', '-c', files.services, '-D', join(home, 'atheme')],
    ...['-l', logFile, '-p', join(home, 'atheme.pid')],
  ]);
  const stop = async () => void (await Promise.all([atheme.stop(), inspircd.stop()]));
  const athemeUrl = `http://127.0.0.1:${ports.rpc}/jsonrpc`;
  const operPassword = await keptPassword(join(home, 'operator'));
  try {
    await untilReady([inspircd, atheme], async () => {
      await register(athemeUrl, operPassword);
      await seeServices(ports.irc);
    });
  } catch (error) {
    await stop();
    const log = await readFile(logFile, 'utf8').catch(() => '');
    const heard = inspircd.complaints() + atheme.complaints() + log;
    throw new Error(`The IRC network did not come up: ${heard.slice(-2_000) || String(error)}`);
  }
  const { perAddress } = places;
  const host = '127.0.0.1';
  return { host, port: ports.irc, athemeUrl, operAccount, operPassword, perAddress, logFile, stop };
}

/** The services keep their accounts below `dataDir` as well. */
async function keptPassword(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return known;
  const made = randomBytes(12).toString('hex');
  await writeFile(file, made, { mode: 0o600 });
  return made;
}

async function launcher(dataDir: string, owned: string[]) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const [uid, gid] = [await run('id', ['-u', 'irc']), await run('id', ['-g', 'irc'])];
    await chmod(dataDir, 0o711);
    for (const path of owned) await chown(path, Number(uid), Number(gid));
  }
  const as = ['--reuid=irc', '--regid=irc', '--clear-groups'];
  return async (name: string, parameters: string[]): Promise<RunningServer> => {
    const program = (await findProgram(name)) ?? name;
    if (!isRoot) return startInGroup(program, parameters, {});
    return startInGroup('setpriv', [...as, program, ...parameters], {});
  };
}

const patienceMs = 30_000;

async function untilReady(servers: RunningServer[], attempt: () => Promise<void>): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  for (;;) {
    const isUp = await attempt().then(
      () => true,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > giveUp || servers.some((server) => server.hasEnded()))
      throw new Error('gave up waiting');
    await sleep(50);
  }
}

/** Atheme knows its operators by name, so the account has to be registered like any other. */
async function register(athemeUrl: string, password: string): Promise<void> {
  const params = [
    '.',
    '.',
    '127.0.0.1',
    'NickServ',
    'REGISTER',
    operAccount,
    password,
    'oper@localhost.example',
  ];
  const reply = await fetch(athemeUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: '1', method: 'atheme.command', params }),
    signal: AbortSignal.timeout(2_000),
  });
  const { error } = (await reply.json()) as { error?: { code: number } | null };
  const isRegistered = !error || error.code === 8;
  if (!isRegistered) throw new Error('not yet');
}

/** The services are there when their nick is. */
async function seeServices(port: number): Promise<void> {
  const client = await IrcClient.connect(port, 'waiting');
  try {
    for (;;) {
      client.send('ISON NickServ');
      await client.until(/ 303 .*\r\n/);
      if (client.forget().includes(':NickServ')) return;
      await sleep(50);
    }
  } finally {
    client.leave();
  }
}
