import { defineEntity, p } from '@mikro-orm/core';
import { tenant } from './columns.ts';
import { IntegrationAccount } from './integration-account.entity.ts';

const account = () =>
  p
    .manyToOne(IntegrationAccount)
    .mapToPk()
    .primary()
    .fieldName('account_id')
    .deleteRule('cascade')
    .index(false);

/** What only an IRC account has. It stays for as long as the nick is taken, so also after the account is closed. */
const IrcAccountSchema = defineEntity({
  name: 'IrcAccount',
  tableName: 'irc_account',
  uniques: [{ properties: ['server', 'nick'] }],
  properties: {
    account: account(),
    ...tenant,
    nick: p.text(),
    server: p.text(),
    port: p.integer(),
  },
});
export class IrcAccount extends IrcAccountSchema.class {}
IrcAccountSchema.setClass(IrcAccount);

/** What only an XMPP account has. A JID is unique in the world, a user name within the organization. */
const XmppAccountSchema = defineEntity({
  name: 'XmppAccount',
  tableName: 'xmpp_account',
  uniques: [{ properties: ['organizationId', 'username'] }],
  properties: {
    account: account(),
    ...tenant,
    jid: p.text().unique(),
    username: p.text(),
  },
});
export class XmppAccount extends XmppAccountSchema.class {}
XmppAccountSchema.setClass(XmppAccount);
