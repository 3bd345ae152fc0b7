import { field, pasted } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { appFields } from '../../oauth/fields.ts';
import { notionClient, notionTrouble } from './client.ts';
import { notionOperations } from './operations.ts';
import { notionWebhooks } from './webhooks.ts';

export const notion = defineProvider({
  key: 'notion',
  about: {
    name: 'Notion',
    vendor: 'Notion Labs',
    category: 'docs',
    description: 'Pages, their content and data sources of a Notion workspace.',
    docs: 'https://developers.notion.com/reference/intro',
    account:
      'Either make an internal integration at notion.so/my-integrations, copy its token and share pages with it, or connect a public integration through its consent page.',
  },
  fields: {
    token: field.secret({
      label: 'Internal token',
      help: 'Internal integration → Configuration → Internal integration secret.',
      required: false,
      ...pasted,
      soft: { regex: /^(ntn_|secret_)[A-Za-z0-9]+$/, message: 'does not look like a Notion token' },
    }),
    clientId: appFields.id({
      help: 'Public integration → Configuration → OAuth client ID.',
      pattern: {
        regex: /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i,
        message: 'must be the UUID that Notion shows',
      },
    }),
    clientSecret: appFields.secret({ help: 'On the same page.' }),
    apiVersion: field.text({
      label: 'API version',
      help: 'Sent as Notion-Version; it decides what answers look like.',
      default: '2025-09-03',
      pattern: { regex: /^20\d\d-\d\d-\d\d$/, message: 'must be a date such as 2025-09-03' },
    }),
  },
  connections: {
    public: {
      title: 'Public integration',
      about: 'Consent on notion.so, where a person picks the pages to share.',
      requires: ['clientId', 'clientSecret'],
      auth: {
        kind: 'oauth2',
        authorizeUrl: 'https://api.notion.com/v1/oauth/authorize',
        tokenUrl: 'https://api.notion.com/v1/oauth/token',
        client: ({ clientId: id, clientSecret: secret }) => ({ id, secret }),
        sharedApp: {
          clientId: 'NOTION_CLIENT_ID',
          clientSecret: 'NOTION_CLIENT_SECRET',
          apiVersion: 'NOTION_API_VERSION',
        },
        clientAuth: 'basic',
        tokenBody: 'json',
        pkce: 'unsupported',
        // What it may do is set on the integration, and the pages are picked by the person.
        scopes: { required: [], default: [] },
        authorizeParameters: () => ({ owner: 'user' }),
        refresh: 'rotates',
        readAnswer: (answer, { status }) =>
          status >= 400 && typeof answer.error !== 'string'
            ? { ...answer, error: answer.code }
            : answer,
        errorCodes: {
          unauthorized: 'invalid_client',
          validation_error: 'invalid_request',
          invalid_json: 'invalid_request',
        },
        extra: ({ bot_id, workspace_id, workspace_name }) => ({
          bot_id,
          workspace_id,
          workspace_name,
        }),
        revoke: { url: 'https://api.notion.com/v1/oauth/revoke', accepts: ['access'] },
      },
    },
    internal: {
      title: 'Internal token',
      about: 'A token of your own workspace; it sees only the pages shared with it.',
      requires: ['token'],
      auth: { kind: 'token', token: (settings) => settings.token },
    },
  },
  api: {
    baseUrl: () => 'https://api.notion.com/v1',
    address: 'fixed',
    headers: ({ apiVersion }) => ({ 'notion-version': apiVersion }),
    trouble: notionTrouble,
    redact: ['rich_text', 'plain_text', 'title', 'email'],
    client: notionClient,
  },
  async account({ client }) {
    const { id, name, bot } = await client.me();
    const workspace = bot.workspace_name ?? name ?? 'Notion workspace';
    return { id: bot.workspace_id ?? id, name: workspace, details: { bot: id } };
  },
  health: {
    async auth({ client }) {
      const { name, bot } = await client.me();
      return { note: `Signed in as ${name ?? 'a bot'} in ${bot.workspace_name ?? 'a workspace'}` };
    },
    async sample({ client }) {
      const { results, has_more: more } = await client.search({ page_size: 10 });
      return { note: `${results.length}${more ? ' or more' : ''} pages are shared with it` };
    },
  },
  operations: notionOperations,
  webhooks: notionWebhooks,
});
