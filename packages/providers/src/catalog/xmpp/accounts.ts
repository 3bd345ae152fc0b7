import { z } from 'zod';
import {
  type Accounts,
  accounts,
  IdentifierTaken,
  type RemoteAccount,
} from '../../kit/accounts.ts';
import { generatePassword } from '../../kit/password.ts';
import type { XmppUser } from './backend.ts';
import { usesModule, type XmppClient, type XmppSettings } from './client.ts';
import { Username, usernameFromEmail } from './names.ts';

const toAccount = (client: XmppClient, { name, enabled, mark }: XmppUser): RemoteAccount => ({
  identifier: client.jidOf(name),
  state: enabled ? 'active' : 'suspended',
  details: {},
  mark,
});

export const xmppAccounts: Accounts<XmppSettings, XmppClient> = accounts({
  noun: 'XMPP account',
  table: 'xmpp_account',
  system: ({ domain }) => domain,
  identifier: {
    label: 'User name',
    help: 'The part of your address before the @.',
    placeholder: 'ann',
    choice: 'suggested',
    schema: Username,
    fromEmail: usernameFromEmail,
    complete: ({ domain }, name) => `${name}@${domain}`,
  },
  input: z.object({}),
  secret: { label: 'XMPP password', generate: generatePassword },
  async create({ client }, { identifier, secret, mark }) {
    const name = client.nameOf(identifier);
    const password = secret ?? '';
    try {
      return toAccount(client, await client.create({ name, password, mark }));
    } catch (error) {
      // What opens with the password that was made for this very request was made by it.
      if (!(error instanceof IdentifierTaken) || !(await client.isPassword(name, password)))
        throw error;
      return toAccount(client, { name, enabled: true, mark: null });
    }
  },
  async find({ client }, identifier) {
    const user = await client.find(client.nameOf(identifier));
    return user && toAccount(client, user);
  },
  async list({ client }, cursor) {
    const page = await client.list(cursor);
    return { items: page.users.map((user) => toAccount(client, user)), cursor: page.cursor };
  },
  prove: ({ client }, { identifier, secret }) =>
    client.isPassword(client.nameOf(identifier), secret),
  suspend: ({ client }, { identifier }) => client.setEnabled(client.nameOf(identifier), false),
  resume: ({ client }, identifier) => client.setEnabled(client.nameOf(identifier), true),
  async resetSecret({ client }, { identifier, secret }) {
    await client.setPassword(client.nameOf(identifier), secret);
    return secret;
  },
  remove: {
    leaves: 'deleted',
    about:
      'Deletes the account with its contacts, profile and waiting messages, and ends its sessions. The name can be taken again afterwards.',
    run: ({ client }, { identifier }) => client.remove(client.nameOf(identifier)),
  },
  operations: {
    disconnect: {
      title: 'Sign out everywhere',
      about: 'Ends all sessions of the account. Whoever knows the password can sign in again.',
      audience: 'own',
      input: z.object({}),
      async run({ client }, { identifier }) {
        await client.endSessions(client.nameOf(identifier));
        return {};
      },
    },
  },
  connect: ({ domain, host = domain, port }, identifier) => [
    { label: 'Address', value: identifier },
    { label: 'Server', value: `${host}:${port} (STARTTLS)` },
  ],
  without: (settings) =>
    usesModule(settings) || settings.moreCommands ? [] : ['suspend', 'resume', 'list'],
});
