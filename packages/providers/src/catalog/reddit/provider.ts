import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { rateLimitHeaders } from '../../kit/rate-limit.ts';
import { appFields } from '../../oauth/fields.ts';
import { redditClient, redditTrouble } from './client.ts';
import { redditOperations } from './operations.ts';

const defaultScopes = ['identity', 'read', 'submit'];

export const reddit = defineProvider({
  key: 'reddit',
  about: {
    name: 'Reddit',
    vendor: 'Reddit Inc.',
    category: 'social',
    description: 'Reads subreddits and posts to them as one Reddit account.',
    docs: 'https://support.reddithelp.com/hc/en-us/articles/16160319875092',
    account:
      'Create a "web app" under reddit.com/prefs/apps and enter the callback address shown here. Since November 2025 Reddit approves new API apps by hand (Responsible Builder Policy), so apply first.',
  },
  fields: {
    clientId: appFields.id({
      help: 'Below the name of the app.',
      soft: { regex: /^[A-Za-z0-9_-]{14,30}$/, message: 'does not look like a Reddit client id' },
    }),
    clientSecret: appFields.secret({ help: 'On the page of the app.' }),
    redditUsername: field.text({
      label: 'Reddit user name',
      help: 'Named in the User-Agent, which Reddit demands; a nameless one is throttled.',
      required: false,
      normalize: (raw) => raw.trim().replace(/^\/?u\//, ''),
      pattern: { regex: /^[A-Za-z0-9_-]{3,20}$/, message: 'must be a Reddit user name' },
    }),
    userAgent: field.text({
      label: 'User-Agent',
      help: 'As <platform>:<app>:<version> (by /u/<user>); made from the user name if empty.',
      required: false,
      maxLength: 200,
      pattern: { regex: /^[\x20-\x7e]+$/, message: 'must be plain text' },
    }),
    scopes: appFields.scopes(defaultScopes),
  },
  connections: {
    public: {
      title: 'Reddit account',
      about: 'Consent on reddit.com; Patchbay then acts as that account.',
      requires: ['clientId', 'clientSecret'],
      auth: {
        kind: 'oauth2',
        authorizeUrl: 'https://www.reddit.com/api/v1/authorize',
        tokenUrl: 'https://www.reddit.com/api/v1/access_token',
        client: ({ clientId: id, clientSecret: secret }) => ({ id, secret }),
        sharedApp: {
          clientId: 'REDDIT_CLIENT_ID',
          clientSecret: 'REDDIT_CLIENT_SECRET',
          userAgent: 'REDDIT_USER_AGENT',
          scopes: 'REDDIT_SCOPES',
        },
        clientAuth: 'basic',
        pkce: 'unsupported',
        scopes: {
          required: ['identity'],
          default: defaultScopes,
          optional: ['privatemessages', 'history', 'edit', 'mysubreddits'],
        },
        scopesOf: (settings) => settings.scopes,
        // Without it Reddit gives no refresh token and the connection ends within a day.
        authorizeParameters: () => ({ duration: 'permanent' }),
        refresh: 'keeps',
        // A dead refresh token is a bare 400 whose `error` is the number 400.
        readAnswer: (answer, { status, grant }) =>
          grant === 'refresh_token' && status === 400 && answer.error !== 'unsupported_grant_type'
            ? { error: 'invalid_grant' }
            : answer,
        revoke: {
          url: 'https://www.reddit.com/api/v1/revoke_token',
          accepts: ['refresh', 'access'],
          hint: true,
        },
      },
    },
  },
  api: {
    baseUrl: () => 'https://oauth.reddit.com',
    address: 'fixed',
    headers: ({ userAgent, clientId, redditUsername }) => ({
      'user-agent':
        userAgent ?? `web:${clientId ?? 'patchbay'}:0.1 (by /u/${redditUsername ?? 'patchbay'})`,
    }),
    rateLimit: rateLimitHeaders({
      used: 'x-ratelimit-used',
      remaining: 'x-ratelimit-remaining',
      reset: { header: 'x-ratelimit-reset', unit: 'seconds' },
    }),
    trouble: redditTrouble,
    redact: ['selftext', 'body', 'text'],
    client: redditClient,
  },
  async account({ client }) {
    const { id, name, is_suspended: suspended } = await client.me();
    return { id, name, details: { suspended: suspended ?? null } };
  },
  health: {
    async auth({ client }) {
      const { name } = await client.me();
      return { note: `Signed in as ${name}` };
    },
    async sample({ client }) {
      const { name, link_karma: links = 0, comment_karma: comments = 0 } = await client.me();
      return { note: `${name} has ${links + comments} karma` };
    },
  },
  operations: redditOperations,
});
