import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { appFields } from '../../oauth/fields.ts';
import { slackChat } from './chat.ts';
import { slackClient, slackTrouble } from './client.ts';
import { slackOAuth, slackScopes } from './oauth.ts';
import { slackOperations } from './operations.ts';
import { slackWebhooks } from './webhooks.ts';

export const slack = defineProvider({
  key: 'slack',
  about: {
    name: 'Slack',
    vendor: 'Slack Technologies',
    category: 'chat',
    description: 'A bot in a Slack workspace: messages, channels and people.',
    docs: 'https://docs.slack.dev/',
    account:
      'Create an app at api.slack.com/apps. Either enter the callback address shown here under "OAuth & Permissions" and connect it, or install the app there and paste its bot token.',
  },
  fields: {
    clientId: appFields.id({
      help: 'Basic Information → App Credentials.',
      pattern: { regex: /^\d+\.\d+$/, message: 'must be two numbers with a dot between them' },
    }),
    clientSecret: appFields.secret({
      help: 'On the same page.',
      soft: { regex: /^[0-9a-f]{32,}$/, message: 'does not look like a Slack client secret' },
    }),
    signingSecret: field.secret({
      label: 'Signing secret',
      help: 'On the same page. Needed only to receive events.',
      required: false,
      normalize: (raw) => raw.trim(),
      soft: { regex: /^[0-9a-f]{32}$/, message: 'does not look like a Slack signing secret' },
    }),
    scopes: appFields.scopes(slackScopes),
    botToken: field.secret({
      label: 'Bot token',
      help: 'OAuth & Permissions → Bot User OAuth Token.',
      required: false,
      normalize: (raw) => raw.trim(),
      pattern: { regex: /^xoxb-[\w-]+$/, message: 'must begin with xoxb-' },
    }),
  },
  connections: {
    public: {
      title: 'Slack app',
      about: 'Consent on slack.com; the app is installed into the workspace you choose there.',
      requires: ['clientId', 'clientSecret'],
      auth: slackOAuth,
    },
    internal: {
      title: 'Bot token',
      about: 'The token of an app that you have installed yourself.',
      requires: ['botToken'],
      auth: { kind: 'token', token: (settings) => settings.botToken },
    },
  },
  api: {
    baseUrl: () => 'https://slack.com/api',
    address: 'fixed',
    trouble: slackTrouble,
    redact: ['text', 'blocks', 'email', 'attachments'],
    client: slackClient,
  },
  async account({ client }) {
    const { team_id, team, enterprise_id, is_enterprise_install, url } = await client.authTest();
    // An installation for a whole organization has no one workspace.
    const id = is_enterprise_install ? enterprise_id : team_id;
    const details = { url: url ?? null, enterprise: is_enterprise_install ?? false };
    return { id: id ?? '', name: team ?? id ?? '', details };
  },
  health: {
    async auth({ client }) {
      const { team, user } = await client.authTest();
      return { note: `Signed in as ${user ?? 'a bot'} in ${team ?? 'a workspace'}` };
    },
    async sample({ client }) {
      const { name } = await client.team();
      return { note: `The workspace ${name} can be read` };
    },
  },
  operations: slackOperations,
  chat: slackChat,
  webhooks: slackWebhooks,
});
