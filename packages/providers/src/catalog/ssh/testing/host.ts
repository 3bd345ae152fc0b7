import { type AddressInfo, createServer } from 'node:net';
import ssh2 from 'ssh2';
import { fingerprintOf } from '../session.ts';
import { keyPair } from './key-pair.ts';

export type HostOptions = {
  /** Answers a command in place of the script. */
  instead?: (command: string, stdin: string) => { output: string; code: number } | null;
  /** Takes connections and says nothing. */
  silent?: boolean;
};

type Account = { name: string; uid: number; state: string; mark: string | null; keys: string[] };
type Answer = { output: string; code: number };

/** An SSH host in this process that answers as docker/pubnix/patchbay-provision does, without any account. */
export async function startHost(options: HostOptions = {}) {
  const hostKey = keyPair();
  const own = keyPair();
  const known = ssh2.utils.parseKey(own.public);
  if (known instanceof Error) throw known;
  const script = createScript();
  const commands: string[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const sshd = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection) => {
    connection.on('error', () => {});
    connection.on('ready', () => {
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
    });
    connection.on('authentication', (attempt) => {
      const isOwn =
        attempt.method === 'publickey' &&
        attempt.username === 'patchbay' &&
        attempt.key.data.equals(known.getPublicSSH());
      if (isOwn && !options.silent) attempt.accept();
      else if (!options.silent) attempt.reject(['publickey']);
    });
    connection.on('session', (accept) => {
      accept().on('exec', (take, _refuse, { command }) => {
        const channel = take();
        let stdin = '';
        channel.on('data', (piece: Buffer) => {
          stdin += piece.toString();
        });
        channel.on('end', () => {
          commands.push(command);
          const { output, code } = options.instead?.(command, stdin) ?? script(command, stdin);
          underWay -= 1;
          channel.write(output);
          channel.exit(code);
          channel.end();
        });
      });
    });
  });
  const server = createServer({ noDelay: true }, (socket) => sshd.injectSocket(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const publicHostKey = ssh2.utils.parseKey(hostKey.public);
  if (publicHostKey instanceof Error) throw publicHostKey;
  return {
    settings: {
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      username: 'patchbay',
      privateKey: own.private,
      hostKeyFingerprint: fingerprintOf(publicHostKey.getPublicSSH()),
    },
    commands,
    /** How many were signed in and not yet answered at the same time. */
    mostUnderWay: () => mostUnderWay,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const answer = (content: object, code = 0): Answer => ({
  output: `${JSON.stringify(content)}\n`,
  code,
});
const refused = (error: string, code: number): Answer => answer({ ok: false, error }, code);

/** Verbs, words and exit codes of the script; `root` is somebody else's. */
function createScript() {
  const accounts = new Map<string, Account>();
  let uid = 1_000;
  const shown = (account: Account) =>
    answer({ ok: true, account: { ...account, made: 1_700_000_000 } });

  return (command: string, stdin: string): Answer => {
    const [, verb = '', name = ''] = /^(\S+)(?: (\S+))?$/.exec(command) ?? [];
    const lines = stdin.split('\n').filter(Boolean);
    const mark = lines[0]?.startsWith('mark ') ? (lines.shift()?.slice(5) ?? null) : null;
    const account = accounts.get(name);
    if (verb === 'ping') return answer({ ok: true, host: 'pubnix', accounts: accounts.size });
    if (verb === 'list') return listed([...accounts.values()], name);
    if (name === 'root') return verb === 'create' ? refused('exists', 3) : refused('not_ours', 5);
    if (verb === 'create') {
      if (account && account.mark !== mark) return refused('exists', 3);
      uid += 1;
      const made = account ?? { name, uid, state: 'active', mark, keys: lines };
      accounts.set(name, made);
      return shown(Object.assign(made, { keys: lines, state: 'active' }));
    }
    if (!account) return refused('not_found', 4);
    if (verb === 'delete') {
      accounts.delete(name);
      return answer({ ok: true, homeLeft: false });
    }
    if (verb === 'set-keys') account.keys = lines;
    if (verb === 'lock') account.state = 'locked';
    if (verb === 'unlock') account.state = 'active';
    return shown(account);
  };
}

/** Two on a page, to have more than one of them. */
function listed(accounts: Account[], after: string): Answer {
  const rest = accounts
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .filter(({ name }) => name > after);
  const page = rest.slice(0, 2).map(({ keys: _keys, ...facts }) => ({ ...facts, made: 1 }));
  const next = rest.length > 2 ? (page.at(-1)?.name ?? null) : null;
  return answer({ ok: true, accounts: page, next });
}
