import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { wordpressClient, wordpressTrouble } from './client.ts';
import { wordpressConsent } from './consent.ts';
import { wordpressOperations } from './operations.ts';

export const wordpress = defineProvider({
  key: 'wordpress',
  about: {
    name: 'WordPress',
    vendor: 'WordPress.org',
    category: 'website',
    description: 'Posts of a WordPress site that you run yourself.',
    docs: 'https://developer.wordpress.org/rest-api/',
    account:
      'In WordPress open Users → Profile → Application Passwords and add one for Patchbay, or let the button fetch it. The password you sign in with does not work, and the site needs https.',
  },
  fields: {
    siteUrl: field.url({
      label: 'Site address',
      help: 'Where the site begins, without /wp-admin.',
      placeholder: 'https://blog.example.org',
      normalize: (raw) =>
        raw
          .trim()
          .replace(/[?#].*$/, '')
          .replace(/\/(wp-admin|wp-json|wp-login\.php)(\/.*)?$/, '')
          .replace(/\/+$/, ''),
      pattern: {
        regex: /^https:\/\/|^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])([:/]|$)/i,
        message: 'must begin with https://, unless it is on this machine',
      },
      destination: true,
    }),
    username: field.text({ label: 'User name', help: 'The name you sign in with.', maxLength: 60 }),
    applicationPassword: field.secret({
      label: 'Application password',
      help: 'Shown once when it is added. Spaces in it do not matter.',
      normalize: (raw) => raw.trim(),
      soft: {
        regex: /^([A-Za-z0-9]{4} ?){6}$/,
        message: 'does not look like an application password (six groups of four)',
      },
    }),
    permalinks: field.select({
      label: 'Permalinks',
      help: 'Settings → Permalinks in WordPress.',
      options: [
        { value: 'pretty', label: 'Anything but Plain' },
        { value: 'plain', label: 'Plain' },
      ],
      default: 'pretty',
    }),
  },
  auth: {
    kind: 'basic',
    user: (settings) => settings.username,
    password: (settings) => settings.applicationPassword,
  },
  consent: wordpressConsent,
  api: {
    baseUrl: ({ siteUrl, permalinks }) => (permalinks === 'plain' ? siteUrl : `${siteUrl}/wp-json`),
    address: 'entered',
    trouble: wordpressTrouble,
    redact: ['email', 'content', 'excerpt'],
    client: wordpressClient,
  },
  async account({ client, settings }) {
    const { id, name, username, roles } = await client.me();
    const { host, pathname } = new URL(settings.siteUrl);
    const site = `${host}${pathname.replace(/\/$/, '')}`;
    const who = username ?? name ?? `user ${id}`;
    return {
      id: `${site}#${id}`,
      name: `${who} at ${site}`,
      details: { roles: roles?.join(', ') ?? null },
    };
  },
  health: {
    async auth({ client }) {
      const { username, name, id } = await client.me();
      return { note: `Signed in as ${username ?? name ?? `user ${id}`}` };
    },
    async sample({ client }) {
      const { name } = await client.site();
      return { note: `The site "${name}" can be read` };
    },
  },
  operations: wordpressOperations,
});
