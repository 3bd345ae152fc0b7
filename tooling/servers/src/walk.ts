import { fileURLToPath } from 'node:url';
import { run } from './commands.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const permissions = [
  ...['--no-prompt', '--allow-net=127.0.0.1', '--allow-env', '--allow-sys', '--allow-read'],
];

export type AccountsWalk = {
  provider: 'xmpp' | 'irc';
  settings: Record<string, unknown>;
  request: Record<string, unknown> & { identifier: string; secret: string; mark: string };
  newSecret: string;
};

/** The life of one account against a running server, in a process of Deno; what each step came to. */
export async function walkAccounts(walk: AccountsWalk): Promise<unknown> {
  const file = fileURLToPath(new URL('accounts-walk.ts', import.meta.url));
  const deno = `${root}node_modules/deno/deno`;
  return JSON.parse(await run(deno, ['run', ...permissions, file, JSON.stringify(walk)]));
}
