import { field, pasted } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { rateLimitHeaders } from '../../kit/rate-limit.ts';
import { pylonClient, pylonTrouble } from './client.ts';
import { pylonOperations } from './operations.ts';
import { pylonWebhooks } from './webhooks.ts';

const hosts = { us: 'https://api.usepylon.com', eu: 'https://api.eu.usepylon.com' };

// This is usepylon.com; getpylon.com is another company with another API.
export const pylon = defineProvider({
  key: 'pylon',
  about: {
    name: 'Pylon',
    vendor: 'Pylon Labs',
    category: 'support',
    description: 'Issues and accounts of a Pylon support desk.',
    docs: 'https://docs.usepylon.com/pylon-docs/developer/api',
    account:
      'As an admin open Settings → API tokens in Pylon and create a token. What Patchbay does is shown under its name.',
  },
  fields: {
    region: field.select({
      label: 'Region',
      help: 'Where your Pylon lives; a token of the other region is refused.',
      options: [
        { value: 'us', label: 'United States' },
        { value: 'eu', label: 'Europe' },
      ],
      default: 'us',
      destination: true,
    }),
    apiToken: field.secret({
      label: 'API token',
      help: 'Settings → API tokens.',
      ...pasted,
    }),
  },
  auth: { kind: 'token', token: (settings) => settings.apiToken },
  api: {
    baseUrl: (settings) => hosts[settings.region],
    address: 'fixed',
    rateLimit: rateLimitHeaders({
      limit: 'x-rate-limit-limit',
      remaining: 'x-rate-limit-remaining',
      reset: { header: 'x-rate-limit-reset', unit: 'epoch' },
      retryAfter: 'x-retry-after',
      waitSeconds: 60,
    }),
    trouble: pylonTrouble,
    redact: ['body_html', 'email', 'emails'],
    client: pylonClient,
  },
  async account({ client }) {
    const { id, name } = await client.me();
    return { id, name, details: {} };
  },
  health: {
    async auth({ client }) {
      const { name } = await client.me();
      return { note: `Signed in to ${name}` };
    },
    async sample({ client }) {
      const { items, cursor } = await client.accounts({ limit: 10 });
      return { note: `${items.length}${cursor ? ' or more' : ''} accounts can be read` };
    },
  },
  operations: pylonOperations,
  webhooks: pylonWebhooks,
});
