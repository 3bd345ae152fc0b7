import type { EntityManager } from '@mikro-orm/postgresql';
import { type IntegrationAccount, IrcAccount, XmppAccount } from '@patchbay/db';
import { findProvider, type Settings } from '@patchbay/providers';

type Named = Pick<IntegrationAccount, 'id' | 'organizationId' | 'provider' | 'identifier'>;
type Whole = Named & { system: string };

const ircTlsPort = 6697;

/** Writes what only accounts of this provider have; part of the transaction that makes or adopts them. */
export async function keepTyped(
  em: EntityManager,
  rows: Whole[],
  settings: Settings,
): Promise<void> {
  const [first] = rows;
  const table = first && findProvider(first.provider)?.accounts?.table;
  if (table === 'irc_account')
    await em.insertMany(
      IrcAccount,
      rows.map((row) => ({ ...ownerOf(row), nick: row.identifier, ...serverOf(row, settings) })),
    );
  if (table === 'xmpp_account')
    await em.insertMany(
      XmppAccount,
      rows.map((row) => ({
        ...ownerOf(row),
        jid: row.identifier,
        username: row.identifier.split('@')[0] ?? row.identifier,
      })),
    );
}

/** The name is free again. */
export async function forgetTyped(em: EntityManager, account: string): Promise<void> {
  await em.nativeDelete(IrcAccount, { account });
  await em.nativeDelete(XmppAccount, { account });
}

const ownerOf = ({ id, organizationId }: Named) => ({ account: id, organizationId });

/** Where people connect to, which need not be where accounts are made. */
const serverOf = ({ system }: Whole, { server, port }: Settings) => ({
  server: typeof server === 'string' ? server : system,
  port: typeof port === 'number' ? port : ircTlsPort,
});
