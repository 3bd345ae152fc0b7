import { OutboundError } from '../../http/errors.ts';
import { IdentifierTaken } from '../../kit/accounts.ts';
import type { XmppBackend } from './backend.ts';
import { type CommandOutcome, offeredCommands, runCommand } from './commands.ts';
import type { XmppLogin, XmppSession } from './session.ts';

export type AdminWay = {
  domain: string;
  adminJid: string;
  /** Signs in, runs `work`, and leaves. @throws OutboundError */
  visit: <Result>(
    login: Pick<XmppLogin, 'domain' | 'user' | 'password'>,
    work: (session: XmppSession) => Promise<Result>,
  ) => Promise<Result>;
  adminPassword: string;
  /** Whether the server has the commands that not every server has: to disable, to enable and to list. */
  moreCommands: boolean;
};

const usual = ['add-user', 'delete-user', 'change-user-password', 'end-user-session', 'user-stats'];
const more = [
  'disable-user',
  'reenable-user',
  'get-registered-users-list',
  'get-disabled-users-list',
];

/**
 * Accounts through an administrator's commands (XEP-0133). The notes of a server are not read, so what a command came
 * to is seen by looking again. Such accounts carry no mark.
 */
export function adminBackend(way: AdminWay): XmppBackend {
  const { domain, adminJid, adminPassword, moreCommands, visit } = way;
  const [user = '', adminDomain = domain] = adminJid.split('@');
  const jidOf = (name: string) => `${name}@${domain}`;
  const asAdmin = <Result>(work: (session: XmppSession) => Promise<Result>) =>
    visit({ domain: adminDomain, user, password: adminPassword }, work);
  const isThere = async (session: XmppSession, name: string) => {
    const { isRefused } = await runCommand(session, domain, 'user-stats', {
      accountjid: jidOf(name),
    });
    return !isRefused;
  };
  const active = (name: string) => ({ name, enabled: true, mark: null });
  const listed = async (session: XmppSession, command: string, field: string) => {
    const outcome = await runCommand(session, domain, command, { max_items: 'none' });
    return namesIn(outcome, field, domain);
  };
  const disabled = async (session: XmppSession) =>
    new Set(
      moreCommands ? await listed(session, 'get-disabled-users-list', 'disableduserjids') : [],
    );
  const onAccounts = (command: string, name: string) =>
    asAdmin((session) => runCommand(session, domain, command, { accountjids: [jidOf(name)] }));
  const missing = () =>
    new OutboundError('not_found', 'There is no such account.', {
      trouble: { what: 'not_found', code: 'not-found' },
    });

  return {
    hello: () => asAdmin(async ({ security }) => `Signed in as ${adminJid} (${security})`),
    look: () =>
      asAdmin(async (session) => {
        const offered = await offeredCommands(session, domain);
        const missed = [...usual, ...(moreCommands ? more : [])].filter((it) => !offered.has(it));
        if (missed.length > 0)
          throw new OutboundError(
            'misconfigured',
            `The XMPP server has no commands for accounts (${missed.join(', ')}), or not for ${adminJid}.`,
          );
        const further = more.every((it) => offered.has(it)) ? ', disable and list' : '';
        return `${adminJid} can add and delete${further} accounts`;
      }),
    find: (name) =>
      asAdmin(async (session) => {
        if (!(await isThere(session, name))) return null;
        return { ...active(name), enabled: !(await disabled(session)).has(name) };
      }),
    create: ({ name, password }) =>
      asAdmin(async (session) => {
        const accountjid = jidOf(name);
        const form = { accountjid, password, 'password-verify': password };
        const { isRefused } = await runCommand(session, domain, 'add-user', form);
        if (!isRefused) return active(name);
        if (await isThere(session, name)) throw new IdentifierTaken(accountjid);
        throw refused();
      }),
    list: () =>
      asAdmin(async (session) => {
        const names = await listed(session, 'get-registered-users-list', 'registereduserjids');
        const off = await disabled(session);
        return {
          users: names.map((name) => ({ ...active(name), enabled: !off.has(name) })),
          cursor: null,
        };
      }),
    isPassword: (name, password) =>
      visit({ domain, user: name, password }, async () => true).catch((error) => {
        if (error instanceof OutboundError && error.kind === 'auth') return false;
        throw error;
      }),
    setPassword: (name, password) =>
      asAdmin(async (session) => {
        const form = { accountjid: jidOf(name), password };
        const outcome = await runCommand(session, domain, 'change-user-password', form);
        if (!outcome.isRefused) return;
        throw (await isThere(session, name)) ? refused() : missing();
      }),
    setEnabled: async (name, enabled) => {
      const { isRefused } = await onAccounts(enabled ? 'reenable-user' : 'disable-user', name);
      if (isRefused) throw refused();
    },
    endSessions: async (name) => void (await onAccounts('end-user-session', name)),
    remove: (name) =>
      asAdmin(async (session) => {
        if (!(await isThere(session, name))) return;
        await runCommand(session, domain, 'delete-user', { accountjids: [jidOf(name)] });
        if (await isThere(session, name)) throw refused();
      }),
  };
}

const refused = () =>
  new OutboundError('provider', 'The XMPP server refused to change the account.');

/** JIDs of this domain, one a line or one a value. */
const namesIn = ({ fields }: CommandOutcome, field: string, domain: string): string[] =>
  (fields[field] ?? []).flatMap((jid) => {
    const [name = '', host] = jid.trim().split('@');
    return host === domain ? [name] : [];
  });
