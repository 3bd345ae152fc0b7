import { field, pasted } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { rateLimitHeaders } from '../../kit/rate-limit.ts';
import { appFields } from '../../oauth/fields.ts';
import { discordAccounts } from './accounts.ts';
import { discordChat } from './chat.ts';
import { discordApi, discordClient, discordHeaders, discordTrouble } from './client.ts';
import { discordOperations } from './operations.ts';
import { discordWebhooks } from './webhooks.ts';

const defaultScopes = ['identify', 'email', 'guilds'];

const snowflake = { regex: /^\d{17,20}$/, message: 'must be a Discord id of 17 to 20 digits' };

// Shapes as in Discord's API documentation (docs.discord.com); tokens change shape, so those only warn.
export const discord = defineProvider({
  key: 'discord',
  about: {
    name: 'Discord',
    vendor: 'Discord Inc.',
    category: 'chat',
    description: 'A bot in a Discord server: messages, members and interactions.',
    docs: 'https://docs.discord.com/developers',
    account:
      'Create an application in the Discord developer portal and add a bot to it; the ids and the public key are on "General Information". To compare who is in the server, switch on "Server Members Intent" under Bot.',
  },
  fields: {
    applicationId: field.text({
      label: 'Application ID',
      help: 'General Information → Application ID.',
      required: false,
      pattern: snowflake,
    }),
    publicKey: field.text({
      label: 'Public key',
      help: 'General Information → Public Key. Signs what Discord sends.',
      required: false,
      normalize: (raw) => raw.trim().toLowerCase(),
      pattern: { regex: /^[0-9a-f]{64}$/, message: 'must be 64 hexadecimal digits' },
    }),
    botToken: field.secret({
      label: 'Bot token',
      help: 'Bot → Reset Token. Shown once.',
      required: false,
      ...pasted,
      soft: {
        regex: /^[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}$/,
        message: 'does not look like a bot token (three parts with dots between them)',
      },
    }),
    clientSecret: field.secret({
      label: 'Client secret',
      help: 'OAuth2 → Client Secret. Needed for connecting an account, and for people who join the server.',
      required: false,
      normalize: (raw) => raw.trim(),
    }),
    guildId: field.text({
      label: 'Server ID',
      help: 'With developer mode on: right-click the server → Copy Server ID.',
      required: false,
      pattern: snowflake,
    }),
    permissions: field.text({
      label: 'Bot permissions',
      help: 'The permission number asked for when the bot is invited.',
      default: '0',
      pattern: { regex: /^\d{1,20}$/, message: 'must be a number' },
    }),
    scopes: appFields.scopes(defaultScopes),
  },
  connections: {
    public: {
      title: 'Discord account',
      about: 'Consent on discord.com; Patchbay then sees what that person shares.',
      requires: ['applicationId', 'clientSecret'],
      auth: {
        kind: 'oauth2',
        authorizeUrl: 'https://discord.com/oauth2/authorize',
        tokenUrl: 'https://discord.com/api/oauth2/token',
        client: ({ applicationId: id, clientSecret: secret }) => ({ id, secret }),
        sharedApp: { applicationId: 'DISCORD_CLIENT_ID', clientSecret: 'DISCORD_CLIENT_SECRET' },
        clientAuth: 'basic',
        pkce: 's256',
        scopes: {
          required: ['identify'],
          default: defaultScopes,
          optional: ['guilds.join', 'bot', 'applications.commands'],
        },
        scopesOf: (settings) => settings.scopes,
        authorizeParameters: ({ permissions, guildId }, scopes) =>
          scopes.includes('bot') ? { permissions, ...(guildId && { guild_id: guildId }) } : {},
        refresh: 'rotates',
        // One revoked token ends the whole authorization.
        revoke: {
          url: 'https://discord.com/api/oauth2/token/revoke',
          accepts: ['refresh', 'access'],
          once: true,
          hint: true,
        },
      },
    },
    internal: {
      title: 'Bot token',
      about: 'The bot of your application, invited to your server.',
      requires: ['applicationId', 'publicKey', 'botToken', 'guildId'],
      auth: { kind: 'token', token: (settings) => settings.botToken, scheme: 'Bot' },
    },
  },
  api: {
    baseUrl: () => discordApi,
    address: 'fixed',
    headers: () => discordHeaders,
    rateLimit: rateLimitHeaders({
      limit: 'x-ratelimit-limit',
      remaining: 'x-ratelimit-remaining',
      reset: { header: 'x-ratelimit-reset', unit: 'epoch' },
      bucket: 'x-ratelimit-bucket',
      global: 'x-ratelimit-global',
    }),
    trouble: discordTrouble,
    redact: ['content', 'email', 'embeds'],
    client: discordClient,
  },
  async account({ client }) {
    const { id, username, global_name: name, bot } = await client.me();
    return { id, name: name ?? username, details: { username, bot: bot ?? false } };
  },
  health: {
    async auth({ client }) {
      const { username } = await client.me();
      return { note: `Signed in as ${username}` };
    },
    async sample({ client, type }) {
      if (type === 'public') {
        const guilds = await client.guilds();
        return { note: `Is in ${guilds.length} servers` };
      }
      const { name, approximate_member_count: members } = await client.guild();
      return { note: `The server ${name} has ${members ?? 'some'} members` };
    },
  },
  operations: discordOperations,
  accounts: discordAccounts,
  chat: discordChat,
  webhooks: discordWebhooks,
});
