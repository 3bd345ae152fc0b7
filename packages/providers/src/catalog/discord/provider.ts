import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';

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
      'Create an application in the Discord developer portal and add a bot to it; the ids and the public key are on "General Information".',
  },
  fields: {
    applicationId: field.text({
      label: 'Application ID',
      help: 'General Information → Application ID.',
      pattern: snowflake,
    }),
    publicKey: field.text({
      label: 'Public key',
      help: 'General Information → Public Key. Signs what Discord sends.',
      normalize: (raw) => raw.trim().toLowerCase(),
      pattern: { regex: /^[0-9a-f]{64}$/, message: 'must be 64 hexadecimal digits' },
    }),
    botToken: field.secret({
      label: 'Bot token',
      help: 'Bot → Reset Token. Shown once.',
      normalize: (raw) => raw.trim(),
      pattern: {
        regex: /^[\x21-\x7e]+$/,
        message: 'must not contain spaces or special characters',
      },
      soft: {
        regex: /^[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}$/,
        message: 'does not look like a bot token (three parts with dots between them)',
      },
    }),
    clientSecret: field.secret({
      label: 'Client secret',
      help: 'OAuth2 → Client Secret. Needed only for signing people in.',
      required: false,
      normalize: (raw) => raw.trim(),
    }),
    guildId: field.text({
      label: 'Server ID',
      help: 'With developer mode on: right-click the server → Copy Server ID.',
      pattern: snowflake,
    }),
    permissions: field.text({
      label: 'Bot permissions',
      help: 'The permission number asked for when the bot is invited.',
      default: '0',
      pattern: { regex: /^\d{1,20}$/, message: 'must be a number' },
    }),
  },
});
