import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Links } from '../../kit/links.ts';
import { safeCode } from '../../kit/trouble.ts';
import { runCommand, type ShellReply, type ShellTarget } from './session.ts';
import { inTurn } from './turns.ts';

// The answers of docker/pubnix/patchbay-provision.
const Account = z.object({
  name: z.string(),
  uid: z.number(),
  state: z.enum(['active', 'locked']),
  mark: z.string().nullable(),
  made: z.number(),
  keys: z.array(z.string()).optional(),
});
export type ShellAccount = z.output<typeof Account>;
const One = z.object({ ok: z.literal(true), account: Account });
const Page = z.object({
  ok: z.literal(true),
  accounts: z.array(Account),
  next: z.string().nullable(),
});
const Pong = z.object({ ok: z.literal(true), host: z.string(), accounts: z.number() });
const Done = z.object({ ok: z.literal(true) });
const Refusal = z.object({ ok: z.literal(false), error: z.string() });

const sentences: Record<string, string> = {
  exists: 'The name is taken on the host',
  not_ours: 'The host has this account, but not from Patchbay',
  not_found: 'The host has no such account',
  bad_key: 'The host does not accept one of the keys',
  weak_key: 'The host does not accept so short an RSA key',
  duplicate_key: 'A key is there twice',
  busy: 'The host is busy with another change',
  not_installed: 'The script on the host is not installed whole',
  not_root: 'The script on the host does not run as root',
  bad_config: 'The configuration of the script on the host is not valid',
};
/** What the machine could not do just now. */
const passingWords = new Set([
  'busy',
  'useradd_failed',
  'usermod_failed',
  'userdel_failed',
  'keys_not_writable',
  'state_not_writable',
]);
const settingsWords = new Set(['not_installed', 'not_root', 'bad_config', 'bad_command']);

/** Patchbay's own words for what the script refused; its word is the code. */
function refusal(word: string): OutboundError {
  const code = safeCode(word);
  const kind = settingsWords.has(code)
    ? 'misconfigured'
    : code === 'not_found'
      ? 'not_found'
      : 'provider';
  const refused = passingWords.has(code) ? 'provider' : 'invalid_request';
  const what = kind === 'provider' ? refused : kind;
  return new OutboundError(kind, `${sentences[code] ?? 'The host refused'} (${code}).`, {
    trouble: { what, code },
  });
}

export const isRefusal = (error: unknown, ...words: string[]): boolean =>
  error instanceof OutboundError && words.includes(error.trouble?.code ?? '');

function read<Schema extends z.ZodType>(
  { output, code }: ShellReply,
  schema: Schema,
): z.output<Schema> {
  const content = parsed(output);
  const refused = Refusal.safeParse(content);
  if (refused.success) throw refusal(refused.data.error);
  const answer = schema.safeParse(content);
  if (answer.success && code === 0) return answer.data;
  throw new OutboundError(
    'invalid_response',
    `No answer of Patchbay’s script came back (exit code ${code ?? 'none'}). Is it installed for this user?`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** One SSH connection for each command, one command at a time. */
export const sshClient = (_http: ApiClient, target: ShellTarget, links: Links) => {
  const run = <Schema extends z.ZodType>(
    schema: Schema,
    command: string,
    { stdin = '', signal }: { stdin?: string; signal?: AbortSignal | undefined } = {},
  ) =>
    inTurn(target, async () => {
      const socket = await links.socket(shellAddress(target), signal ? { signal } : {});
      return read(await runCommand(socket, target, { command, stdin, signal }), schema);
    });
  const one = (verb: string, name: string, signal?: AbortSignal, lines: string[] = []) =>
    run(One, `${verb} ${name}`, {
      signal,
      stdin: lines.map((line) => `${line}\n`).join(''),
    }).then(({ account }) => account);

  return {
    ping: (signal?: AbortSignal) => run(Pong, 'ping', { signal }),
    show: (name: string, signal?: AbortSignal) => one('show', name, signal),
    list: (after: string | null, signal?: AbortSignal) =>
      run(Page, after === null ? 'list' : `list ${after}`, { signal }),
    create: (
      name: string,
      { keys, mark }: { keys: string[]; mark: string },
      signal?: AbortSignal,
    ) => one('create', name, signal, [`mark ${mark}`, ...keys]),
    setKeys: (name: string, keys: string[], signal?: AbortSignal) =>
      one('set-keys', name, signal, keys),
    lock: (name: string, signal?: AbortSignal) => one('lock', name, signal),
    unlock: (name: string, signal?: AbortSignal) => one('unlock', name, signal),
    remove: (name: string, signal?: AbortSignal) => run(Done, `delete ${name}`, { signal }),
  };
};
export type SshClient = ReturnType<typeof sshClient>;

export const shellAddress = ({ host, port }: { host: string; port: number }): string =>
  `ssh://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
