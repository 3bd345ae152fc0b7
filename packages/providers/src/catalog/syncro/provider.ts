import { field, pasted } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { syncroClient } from './client.ts';
import { syncroOperations } from './operations.ts';
import { syncroWebhooks } from './webhooks.ts';

/** People paste the address of their Syncro page; what counts is its first label. */
const toSubdomain = (raw: string): string =>
  raw
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/\.syncromsp\.com$/, '');

export const syncro = defineProvider({
  key: 'syncro',
  about: {
    name: 'Syncro',
    vendor: 'Syncro MSP',
    category: 'psa',
    description: 'Customers, tickets, assets and monitoring alerts of a Syncro account.',
    docs: 'https://api-docs.syncromsp.com/',
    account:
      'In Syncro open Admin → API → API Tokens and create a token with custom permissions; it is shown once. Patchbay reads customers, tickets, assets and alerts.',
  },
  fields: {
    // The host is built from this label only, never from a free address.
    subdomain: field.text({
      label: 'Subdomain',
      help: 'The part before .syncromsp.com in the address of your Syncro page.',
      placeholder: 'acme',
      destination: true,
      maxLength: 200,
      normalize: toSubdomain,
      pattern: {
        regex: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
        message: 'must be the part before .syncromsp.com: letters, digits and hyphens',
      },
    }),
    apiToken: field.secret({
      label: 'API token',
      help: 'Admin → API → API Tokens.',
      ...pasted,
      soft: {
        regex: /^[A-Za-z0-9_-]{20,}$/,
        message: 'does not look like a Syncro token (20 or more letters and digits)',
      },
    }),
  },
  auth: { kind: 'token', token: (settings) => settings.apiToken },
  api: {
    baseUrl: (settings) => `https://${settings.subdomain}.syncromsp.com/api/v1`,
    // The subdomain is typed in: a missing page or an unreadable answer means that it is another one's.
    address: 'entered',
    // Syncro counts 180 requests a minute by caller's address; the rest is left for people's own tools.
    throttle: { scope: 'syncromsp.com', perMinute: 150 },
    redact: ['user_token', 'email', 'user_email'],
    client: syncroClient,
  },
  async account({ client, settings }) {
    const { user_id: id, user_name: name } = await client.me();
    const label = `${name ?? `user ${id}`} at ${settings.subdomain}`;
    return { id: `${settings.subdomain}#${id}`, name: label, details: {} };
  },
  health: {
    async auth({ client }) {
      const me = await client.me();
      return { note: `Signed in as ${me.user_name ?? `user ${me.user_id}`}` };
    },
    async sample({ client }) {
      const { customers, meta } = await client.customers({ page: 1 });
      return { note: `${meta?.total_entries ?? customers.length} customers can be read` };
    },
  },
  operations: syncroOperations,
  webhooks: syncroWebhooks,
});
