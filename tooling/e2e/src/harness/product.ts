import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** What `npm start -- --json` prints. */
export type Access = {
  url: string;
  email: string;
  password: string;
  apiKey: string;
  organization: string;
};

export type RunningProduct = { access: Access; stop(): Promise<void> };

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Starts the product by the command of the README, on a free port and with a data directory of its own. */
export async function startProduct(env: Record<string, string>): Promise<RunningProduct> {
  const child = spawn('npm', ['start', '--silent', '--', '--json'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (piece) => (said.out += piece));
  child.stderr.on('data', (piece) => (said.err = (said.err + piece).slice(-20_000)));
  const ended = once(child, 'close');
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', () => said.out.includes('\n') && resolve(said.out));
  });
  const first = await Promise.race([line, ended.then(() => null)]);
  if (first === null) throw new Error(`npm start ended before it was ready:\n${said.err}`);
  return {
    access: JSON.parse(first),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
