import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, type RunningServer, run, startInGroup } from '../commands.ts';
import { requirePrograms } from '../programs.ts';
import { removeNow, removePubnix, sweepLeftovers } from './remove.ts';

export type Pubnix = {
  host: string;
  port: number;
  /** Patchbay's own login, the forced command's. */
  username: string;
  privateKey: string;
  hostKeyFingerprint: string;
  /** Begins the name of every account that a test makes, so that whatever is left of them is known. */
  prefix: string;
  /** Where the machine keeps people's keys and the script its records. */
  folders: { keys: string; state: string; home: string };
  /** The installed script and its configuration, to run it without SSH. */
  command: string[];
  /** Makes a key pair, as a person would. */
  keyPair(kind?: string[]): Promise<{ privateFile: string; publicKey: string }>;
  stop(): Promise<void>;
};

const installer = fileURLToPath(new URL('../../../../docker/pubnix/install.sh', import.meta.url));

/**
 * Starts Debian's OpenSSH on 127.0.0.1 with the provisioning script installed. It makes real accounts on this very
 * machine, under names of its own (`pbt…`), and removes all of it at `stop`, when this process ends, or at the next
 * start. So it runs as root only, which is what a machine for tests gives.
 * @throws Error without root, or naming the missing Debian packages
 */
export async function startPubnix(): Promise<Pubnix> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error(
      'A pubnix for tests makes real accounts on this machine, for which it has to run as root on Linux (as .ci/run does).',
    );
  await requirePrograms('An SSH server', {
    sshd: 'openssh-server',
    'ssh-keygen': 'openssh-client',
    sudo: 'sudo',
    useradd: 'passwd',
  });
  await sweepLeftovers();
  const prefix = `pbt${process.pid.toString(36)}x${randomBytes(2).toString('hex')}`;
  const undo = () => removeNow(prefix);
  process.once('exit', undo);
  try {
    const started = await start(prefix);
    return {
      ...started,
      async stop() {
        await started.server.stop();
        await removePubnix(prefix);
        process.off('exit', undo);
      },
    };
  } catch (error) {
    await removePubnix(prefix);
    process.off('exit', undo);
    throw error;
  }
}

async function start(prefix: string): Promise<Omit<Pubnix, 'stop'> & { server: RunningServer }> {
  // Neither sshd nor sudo trusts a folder that everybody may write to, such as those below /tmp.
  const folder = `/var/lib/${prefix}`;
  await mkdir(folder, { mode: 0o755 });
  await mkdir(join(folder, 'home'), { mode: 0o755 });
  await mkdir('/run/sshd', { recursive: true });
  const keyPair = async (name: string, kind = ['-t', 'ed25519']) => {
    const privateFile = join(folder, name);
    await run('ssh-keygen', ['-q', ...kind, '-N', '', '-C', name, '-f', privateFile]);
    return { privateFile, publicKey: (await readFile(`${privateFile}.pub`, 'utf8')).trim() };
  };
  const hostKey = await keyPair('host');
  const own = await keyPair('own');
  const username = `${prefix}-hub`;
  const matches = await run(installer, [
    ...['--key', `${own.privateFile}.pub`, '--user', username, '--group', `${prefix}-people`],
    ...['--home', join(folder, 'home'), '--prefix', prefix, '--no-sshd'],
  ]);
  const port = await freePort();
  const configFile = join(folder, 'sshd_config');
  await writeFile(configFile, sshdConfig({ port, folder, hostKey: hostKey.privateFile, matches }));
  const server = startInGroup('/usr/sbin/sshd', ['-D', '-e', '-f', configFile], {});
  await untilReady(port, server);
  return {
    server,
    host: '127.0.0.1',
    port,
    username,
    privateKey: await readFile(own.privateFile, 'utf8'),
    hostKeyFingerprint: fingerprintOf(hostKey.publicKey),
    prefix,
    folders: {
      keys: `/etc/ssh/${prefix}-keys`,
      state: `/var/lib/${prefix}-provision`,
      home: join(folder, 'home'),
    },
    command: [`/usr/local/sbin/${prefix}-provision`, '--config', `/etc/${prefix}-provision.conf`],
    keyPair: (kind) => keyPair(`key-${randomBytes(4).toString('hex')}`, kind),
  };
}

export const fingerprintOf = (publicKey: string): string => {
  const body = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(body).digest('base64').replace(/=+$/, '')}`;
};

type Sshd = { port: number; folder: string; hostKey: string; matches: string };

/** Without PAM, which a container may not have set up; its own host key, its own everything. */
const sshdConfig = ({ port, folder, hostKey, matches }: Sshd): string => `
Port ${port}
ListenAddress 127.0.0.1
HostKey ${hostKey}
PidFile ${join(folder, 'sshd.pid')}
AuthorizedKeysFile none
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
UsePAM no
MaxAuthTries 3
LoginGraceTime 20
${matches.replace(/^(Host key fingerprint|User name):.*$/gm, '')}
`;

const patienceMs = 15_000;

async function untilReady(port: number, server: RunningServer): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  while (Date.now() < giveUp && !server.hasEnded()) {
    if (await isOpen(port)) return;
    await sleep(50);
  }
  await server.stop();
  throw new Error(`sshd did not come up: ${server.complaints().trim() || 'no message'}`);
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(true));
  });
