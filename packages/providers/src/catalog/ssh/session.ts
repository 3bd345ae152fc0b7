import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Client, ClientChannel } from 'ssh2';
import { OutboundError } from '../../http/errors.ts';

export type ShellTarget = {
  host: string;
  port: number;
  username: string;
  privateKey: string;
  /** `SHA256:…`, as ssh-keygen prints it. */
  hostKeyFingerprint: string;
};
export type ShellCall = { command: string; stdin: string; signal?: AbortSignal | undefined };
export type ShellReply = { code: number | null; output: string };

const handshakeMs = 10_000;
const wholeMs = 45_000;
const mostOutput = 1_000_000;

/**
 * Runs one command over a connection of its own and hands back what it printed. The host has to show the pinned key,
 * whatever else it can do.
 * @throws OutboundError
 */
export async function runCommand(
  socket: Socket,
  target: ShellTarget,
  call: ShellCall,
): Promise<ShellReply> {
  // Loaded when it is needed: most processes never speak SSH.
  const { default: ssh2 } = await import('ssh2');
  const client = new ssh2.Client();
  const pin = pinCheck(target);
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', stop);
      settle();
      client.end();
      client.destroy();
      socket.destroy();
    };
    const fail = (error: unknown) => end(() => reject(error));
    const stop = () =>
      fail(new OutboundError('unreachable', 'The call was stopped before its answer.'));
    const timer = setTimeout(() => fail(late(target)), wholeMs);
    call.signal?.addEventListener('abort', stop, { once: true });

    client.on('error', (error) => fail(pin.refusal() ?? translated(error, target)));
    client.on('close', () => fail(pin.refusal() ?? cutOff(target)));
    client.on('ready', () => {
      execute(client, call).then((reply) => end(() => resolve(reply)), fail);
    });
    try {
      client.connect({
        sock: socket,
        username: target.username,
        privateKey: target.privateKey,
        hostVerifier: pin.verify,
        authHandler: ['publickey'],
        readyTimeout: handshakeMs,
      });
    } catch {
      fail(unreadableKey());
    }
    if (call.signal?.aborted) stop();
  });
}

function execute(client: Client, { command, stdin }: ShellCall): Promise<ShellReply> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(new OutboundError('provider', 'The host ran no command.'));
      collect(channel).then(resolve, reject);
      channel.end(stdin);
    });
  });
}

function collect(channel: ClientChannel): Promise<ShellReply> {
  return new Promise((resolve, reject) => {
    let output = '';
    let code: number | null = null;
    channel.on('data', (piece: Buffer) => {
      output += piece.toString('utf8');
      if (output.length > mostOutput)
        reject(new OutboundError('invalid_response', 'The answer is too long.'));
    });
    // Read and forgotten: a pipe that fills up would hold the command.
    channel.stderr.on('data', () => {});
    channel.on('exit', (status: number | null) => {
      code = status;
    });
    channel.on('close', () => resolve({ code, output }));
    channel.on('error', () => reject(new OutboundError('unreachable', 'The host broke off.')));
  });
}

export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** Without a check of ours, ssh2 takes any host for the right one. */
function pinCheck({ host, hostKeyFingerprint }: ShellTarget) {
  let seen: string | null = null;
  const isPinned = (fingerprint: string) =>
    fingerprint.length === hostKeyFingerprint.length &&
    timingSafeEqual(Buffer.from(fingerprint), Buffer.from(hostKeyFingerprint));
  return {
    verify(key: Buffer): boolean {
      seen = fingerprintOf(key);
      return isPinned(seen);
    },
    refusal: (): OutboundError | null =>
      seen === null || isPinned(seen)
        ? null
        : new OutboundError(
            'misconfigured',
            `${host} shows another host key (${seen}) than the one entered. Look at the machine itself before you change it.`,
          ),
  };
}

const unreadableKey = () =>
  new OutboundError(
    'misconfigured',
    'The private key cannot be read. It must be whole and without a passphrase.',
  );

const late = ({ host }: ShellTarget) =>
  new OutboundError('unreachable', `${host} did not answer in time.`);

const cutOff = ({ host }: ShellTarget) =>
  new OutboundError('unreachable', `${host} closed the connection.`);

function translated(error: Error & { level?: string }, target: ShellTarget): OutboundError {
  switch (error.level) {
    case 'client-authentication':
      return new OutboundError('auth', `${target.host} refused the key of ${target.username}.`);
    case 'client-timeout':
      return late(target);
    case 'client-socket':
      return cutOff(target);
    default:
      return new OutboundError(
        'invalid_response',
        `${target.host} does not speak SSH as expected on this port.`,
      );
  }
}
