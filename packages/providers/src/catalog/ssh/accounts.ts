import { z } from 'zod';
import { OutboundError } from '../../http/errors.ts';
import {
  type AccountStep,
  accounts,
  IdentifierTaken,
  type RemoteAccount,
} from '../../kit/accounts.ts';
import { isRefusal, type ShellAccount, type SshClient } from './client.ts';
import { PublicKeys } from './public-keys.ts';
import type { ShellTarget } from './session.ts';

type Step = AccountStep<ShellTarget, SshClient>;

const nameRule = /^[a-z][a-z0-9_-]{1,30}$/;
const UserName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(nameRule, 'must be 2 to 31 letters, digits, - and _, beginning with a letter');

const fromEmail = (email: string): string | null => {
  const tidy = email
    .toLowerCase()
    .replace(/[@+].*$/, '')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z]+|[^a-z0-9]+$/g, '')
    .slice(0, 31);
  return UserName.safeParse(tidy).data ?? null;
};

const toRemote = (account: ShellAccount): RemoteAccount => ({
  identifier: account.name,
  state: account.state === 'active' ? 'active' : 'suspended',
  details: {
    uid: account.uid,
    made: new Date(account.made * 1_000).toISOString().slice(0, 10),
    ...(account.keys && { keys: account.keys.join(', ') }),
  },
  mark: account.mark,
});

async function find({ client, signal }: Step, identifier: string): Promise<RemoteAccount | null> {
  if (!nameRule.test(identifier)) return null;
  try {
    return toRemote(await client.show(identifier, signal));
  } catch (error) {
    // What the machine's own people made is none of ours to see.
    if (isRefusal(error, 'not_found', 'not_ours')) return null;
    throw error;
  }
}

/** The name is one word of a command line, so nothing but a name may become it. */
function asName(identifier: string): string {
  if (nameRule.test(identifier)) return identifier;
  throw new OutboundError('not_found', `There is no account ${identifier}.`);
}

const keys = PublicKeys.meta({
  title: 'Public keys',
  description:
    'One a line, each from a file that ends with .pub. They are the only way in; there is no password.',
});

export const sshAccounts = accounts({
  noun: 'Shell account',
  system: ({ host, port }: ShellTarget) => `${host}:${port}`,
  identifier: {
    label: 'User name',
    help: 'What you log in with. It is also the name of your home folder.',
    placeholder: 'ann',
    choice: 'suggested',
    schema: UserName,
    fromEmail,
  },
  input: z.object({ keys }),
  async create({ client, signal }: Step, { identifier, mark, input }) {
    try {
      const request = { keys: input.keys, mark };
      return toRemote(await client.create(asName(identifier), request, signal));
    } catch (error) {
      throw isRefusal(error, 'exists') ? new IdentifierTaken(identifier) : error;
    }
  },
  find,
  async list({ client, signal }, cursor) {
    const { accounts: found, next } = await client.list(cursor, signal);
    return { items: found.map(toRemote), cursor: next };
  },
  async suspend({ client, signal }, { identifier }) {
    await client.lock(asName(identifier), signal);
  },
  async resume({ client, signal }, identifier) {
    await client.unlock(asName(identifier), signal);
  },
  update: {
    title: 'Replace the keys',
    about:
      'The keys given here take the place of all those there are. Whoever is logged in stays so.',
    input: z.object({ keys }),
    run: async ({ client, signal }, { identifier, input }) =>
      toRemote(await client.setKeys(asName(identifier), input.keys, signal)),
  },
  remove: {
    leaves: 'deleted',
    about:
      'Ends everything that runs in the account and deletes it with its home folder, mail and scheduled jobs. There is no way back. Suspend it instead to keep the files.',
    async run({ client, signal }, { identifier }) {
      try {
        await client.remove(asName(identifier), signal);
      } catch (error) {
        if (!isRefusal(error, 'not_found')) throw error;
      }
    },
  },
  connect: ({ host, port, hostKeyFingerprint }, identifier) => [
    { label: 'Command', value: `ssh ${port === 22 ? '' : `-p ${port} `}${identifier}@${host}` },
    { label: 'Host key', value: hostKeyFingerprint },
  ],
});
