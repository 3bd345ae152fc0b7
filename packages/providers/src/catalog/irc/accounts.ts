import { z } from 'zod';
import {
  type Accounts,
  accounts,
  IdentifierTaken,
  type RemoteAccount,
} from '../../kit/accounts.ts';
import { generatePassword } from '../../kit/password.ts';
import { type IrcClient, type IrcSettings, operatorOf } from './client.ts';
import { isRefusal, refusal, registrationError } from './faults.ts';
import { foldNick, Nick } from './nicks.ts';
import type { Registration } from './nickserv.ts';

const toAccount = ({ nick, isFrozen }: Registration): RemoteAccount => ({
  identifier: nick,
  state: isFrozen ? 'suspended' : 'active',
  details: {},
  mark: null,
});

/** Whoever registers the operator's name while it is free would be the operator. */
function requireFree(nick: string, { operAccount }: IrcSettings): void {
  if (operAccount !== undefined && foldNick(nick) === foldNick(operAccount))
    throw refusal('invalid_input', 'This nick is reserved.');
}

export const ircAccounts: Accounts<IrcSettings, IrcClient> = accounts({
  noun: 'IRC account',
  table: 'irc_account',
  system: ({ server }) => server,
  identifier: {
    label: 'Nick',
    help: 'Your name on IRC. Be off IRC, or there under another nick, while it is registered.',
    placeholder: 'ann',
    choice: 'required',
    schema: Nick,
    fold: foldNick,
  },
  input: z.object({}),
  secret: { label: 'NickServ password', generate: generatePassword },
  async create({ client, settings }, { identifier, secret, person }) {
    requireFree(identifier, settings);
    const { nickserv } = client;
    const password = secret ?? '';
    try {
      await nickserv.register(identifier, password, person.email);
      return toAccount({ nick: identifier, isFrozen: false });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // Whatever the services looked at first, the nick may be there already.
      const found = await nickserv.find(identifier);
      if (!found) throw registrationError(error);
      // What opens with the password that was made for this very request was made by it.
      const isOurs = !found.isFrozen && (await nickserv.isPassword(identifier, password));
      if (isOurs) return toAccount(found);
      throw new IdentifierTaken(identifier);
    }
  },
  async find({ client }, identifier) {
    const found = await client.nickserv.find(identifier);
    return found && toAccount(found);
  },
  async list({ client, settings }) {
    const found = await client.nickserv.list();
    const own = foldNick(settings.operAccount ?? '');
    const items = found.filter(({ nick }) => foldNick(nick) !== own).map(toAccount);
    return { items, cursor: null };
  },
  prove: ({ client }, { identifier, secret }) => client.nickserv.isPassword(identifier, secret),
  suspend: ({ client }, { identifier, reason }) => client.nickserv.freeze(identifier, reason),
  resume: ({ client }, identifier) => client.nickserv.thaw(identifier),
  resetSecret: ({ client }, { identifier, secret }) =>
    client.nickserv.resetPassword(identifier, secret),
  remove: {
    leaves: (settings) => (operatorOf(settings) ? 'deleted' : 'kept'),
    about:
      'With a services operator, NickServ drops the nick, which anybody can then register. Without one Patchbay only lets go of the account: NickServ keeps nick and password, so nobody else can take the nick, and it has to be dropped by hand to become free.',
    async run({ client, settings }, { identifier }) {
      if (operatorOf(settings)) await client.nickserv.drop(identifier);
    },
  },
  connect: ({ server, port }, identifier) => [
    { label: 'Server', value: `${server}:${port} (TLS)` },
    { label: 'Nick', value: identifier },
    { label: 'Sign in', value: `/msg NickServ IDENTIFY ${identifier} <password>` },
  ],
  without: (settings) => (operatorOf(settings) ? [] : ['list', 'suspend', 'resume', 'resetSecret']),
});
