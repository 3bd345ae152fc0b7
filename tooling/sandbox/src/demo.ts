import { discordIds, discordVerifyKey } from './discord/data.ts';
import { discordBotToken } from './discord/routes.ts';
import { mailcowDomain, mailcowHost, mailcowKey } from './mailcow/data.ts';
import { msp360Password } from './msp360/routes.ts';
import { demoApps } from './oauth/apps.ts';
import { demoApplicationPassword, wordpressHost } from './wordpress/data.ts';

/** Settings that the fakes accept without any consent, one set per provider key. Any other number is another account. */
export const demoSettings = {
  syncro: { subdomain: 'demo', apiToken: 'sandbox-syncro-1' },
  msp360: { login: 'sandbox-msp360-1', password: msp360Password, label: 'Demo backups' },
  mailcow: {
    baseUrl: `https://${mailcowHost}`,
    apiKey: mailcowKey(1),
    domain: mailcowDomain(1),
  },
} as const;

/** Tokens as a vendor's settings page would show them. */
export const demoTokens = {
  slack: { botToken: 'xoxb-sandbox-1' },
  notion: { token: 'ntn_sandbox1' },
  discord: {
    applicationId: discordIds.application(1),
    publicKey: discordVerifyKey(1),
    botToken: discordBotToken(1),
    guildId: discordIds.guild(1),
    clientSecret: demoApps.discord.clientSecret,
  },
  pylon: { region: 'us', apiToken: 'sandbox-pylon-us-1' },
  wordpress: {
    siteUrl: `https://${wordpressHost}`,
    username: 'admin',
    applicationPassword: demoApplicationPassword,
  },
} as const;

/** Client id and secret of an app registered with every vendor that has a consent page. */
export const demo = { settings: demoSettings, apps: demoApps, tokens: demoTokens } as const;
