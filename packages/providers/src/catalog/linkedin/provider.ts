import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { appFields } from '../../oauth/fields.ts';
import { linkedinClient, linkedinTrouble } from './client.ts';
import { linkedinOperations } from './operations.ts';

const defaultScopes = ['openid', 'profile', 'email', 'w_member_social'];

export const linkedin = defineProvider({
  key: 'linkedin',
  about: {
    name: 'LinkedIn',
    vendor: 'LinkedIn',
    category: 'social',
    description: 'Publishes posts as one LinkedIn member.',
    docs: 'https://learn.microsoft.com/linkedin/',
    account:
      'Create an app at linkedin.com/developers, add the products "Sign In with LinkedIn using OpenID Connect" and "Share on LinkedIn", and enter the callback address shown here. Reading statistics needs products that LinkedIn grants by hand.',
  },
  fields: {
    clientId: appFields.id({
      help: 'On the Auth page of the app.',
      soft: { regex: /^[0-9a-z]{14}$/, message: 'does not look like a LinkedIn client id' },
    }),
    clientSecret: appFields.secret({ help: 'On the same page.' }),
    apiVersion: field.text({
      label: 'API version',
      help: 'Year and month; LinkedIn switches a version off about a year after its release.',
      default: '202610',
      pattern: { regex: /^20\d{4}$/, message: 'must be a year and a month such as 202610' },
    }),
    scopes: appFields.scopes(defaultScopes),
  },
  connections: {
    public: {
      title: 'LinkedIn member',
      about: 'Consent on linkedin.com. It ends after 60 days, or a year for approved apps.',
      requires: ['clientId', 'clientSecret'],
      auth: {
        kind: 'oauth2',
        authorizeUrl: 'https://www.linkedin.com/oauth/v2/authorization',
        tokenUrl: 'https://www.linkedin.com/oauth/v2/accessToken',
        issuer: 'https://www.linkedin.com/oauth',
        client: ({ clientId: id, clientSecret: secret }) => ({ id, secret }),
        sharedApp: {
          clientId: 'LINKEDIN_CLIENT_ID',
          clientSecret: 'LINKEDIN_CLIENT_SECRET',
          scopes: 'LINKEDIN_SCOPES',
        },
        clientAuth: 'body',
        pkce: 'unsupported',
        scopes: { required: ['openid', 'profile'], default: defaultScopes },
        scopesOf: (settings) => settings.scopes,
        // Only approved apps get one; its year counts from the consent and is not extended.
        refresh: 'keeps',
        // Not documented for members' apps; a refusal is recorded and changes nothing here.
        revoke: { url: 'https://www.linkedin.com/oauth/v2/revoke', accepts: ['refresh', 'access'] },
      },
    },
  },
  api: {
    baseUrl: () => 'https://api.linkedin.com',
    address: 'fixed',
    headers: ({ apiVersion }) => ({
      'linkedin-version': apiVersion,
      'x-restli-protocol-version': '2.0.0',
    }),
    trouble: linkedinTrouble,
    redact: ['email', 'commentary', 'picture'],
    client: linkedinClient,
  },
  async account({ client }) {
    const { sub, name } = await client.me();
    return { id: sub, name: name ?? sub, details: { author: `urn:li:person:${sub}` } };
  },
  health: {
    async auth({ client }) {
      const { name, sub } = await client.me();
      return { note: `Signed in as ${name ?? sub}` };
    },
    async sample({ client }) {
      const { sub } = await client.me();
      return { note: `Posts are written by urn:li:person:${sub}` };
    },
  },
  operations: linkedinOperations,
});
