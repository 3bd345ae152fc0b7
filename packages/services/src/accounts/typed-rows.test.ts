import { IntegrationAccount, IntegrationConfig, IrcAccount, XmppAccount } from '@patchbay/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../kernel/testing/world.ts';
import { openWorld, type World } from '../kernel/testing/world.ts';
import { forgetTyped, keepTyped } from './typed-rows.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const em = () => world.runtime.orm.em.fork();
const settings = { server: 'irc.example.org', port: 6697 };

/** An account as `create` makes it, with what only its provider has. */
async function account(
  tenant: Tenant,
  provider: string,
  identifier: string,
  given: object = settings,
) {
  const { id: userId } = await tenant.person('member');
  const organizationId = tenant.id;
  return em().transactional(async (inner) => {
    const config = await inner.findOneOrFail(IntegrationConfig, { organizationId, provider });
    const row = inner.create(IntegrationAccount, {
      id: crypto.randomUUID(),
      organizationId,
      integration: config.id,
      userId,
      provider,
      system: 'system.example.org',
      identifier,
      identifierKey: crypto.randomUUID(),
      status: 'provisioning',
    });
    await inner.flush();
    await keepTyped(inner, [row], { ...given });
    return row.id;
  });
}

describe('an IRC account', () => {
  it('keeps nick, server and port of its own, the nick once on each server', async () => {
    const [here, there] = [await world.organization(), await world.organization()];
    const id = await account(here, 'irc', 'Ann');
    const [row] = await em().find(IrcAccount, { account: id });
    expect(row).toMatchObject({ nick: 'Ann', server: 'irc.example.org', port: 6697 });
    await expect(account(there, 'irc', 'Ann')).rejects.toThrow(/irc_account_server_nick_unique/);
    const elsewhere = { server: 'irc.other.example', port: 6697 };
    expect(await account(there, 'irc', 'Ann', elsewhere)).toBeDefined();
    await forgetTyped(em(), id);
    expect(await account(there, 'irc', 'Ann')).toBeDefined();
  });
});

describe('an XMPP account', () => {
  it('keeps a JID that is unique in the world and a user name that is unique in its organization', async () => {
    const [here, there] = [await world.organization(), await world.organization()];
    const id = await account(here, 'xmpp', 'ann@chat.example.org');
    const [row] = await em().find(XmppAccount, { account: id });
    expect(row).toMatchObject({ jid: 'ann@chat.example.org', username: 'ann' });
    const sameJid = account(there, 'xmpp', 'ann@chat.example.org');
    await expect(sameJid).rejects.toThrow(/xmpp_account_jid_unique/);
    const sameName = account(here, 'xmpp', 'ann@other.example.org');
    await expect(sameName).rejects.toThrow(/xmpp_account_organization_id_username_unique/);
    expect(await account(there, 'xmpp', 'ann@other.example.org')).toBeDefined();
  });

  it('goes with its account', async () => {
    const tenant = await world.organization();
    const id = await account(tenant, 'xmpp', `${crypto.randomUUID()}@chat.example.org`);
    await em().nativeDelete(IntegrationAccount, { id });
    expect(await em().count(XmppAccount, { account: id })).toBe(0);
  });
});
