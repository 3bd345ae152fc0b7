import { expect, test } from 'vitest';
import { fixedHeaders } from '../../kit/client.ts';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract, type RecordedCall, type SampleReply } from '../../testing/index.ts';
import { reddit } from './provider.ts';

const settings = {
  clientId: 'p-jcoLKBynTLew',
  clientSecret: 'gko_LXELoV07ZBNUXrvWZfzE3aI',
  redditUsername: 'u/acme_bot',
};
const basic = `Basic ${btoa(`${settings.clientId}:${settings.clientSecret}`)}`;
const userAgent = 'web:p-jcoLKBynTLew:0.1 (by /u/acme_bot)';
const credential = { accessToken: 'reddit-access-token-1', tokenType: 'bearer' };
const me = { id: '1qwnz', name: 'acme_bot', link_karma: 3, comment_karma: 4, is_suspended: false };
const api = 'https://oauth.reddit.com';
const token = 'https://www.reddit.com/api/v1/access_token';
const listing = (data: object) => ({
  body: { kind: 'Listing', data: { after: 't3_b', children: [{ kind: 't3', data }] } },
});
const post = { id: 'a', name: 't3_a', title: 'Hello', author: 'x', selftext: 'secret plan' };
const tokenAnswer = (accessToken: string, refreshToken?: string) => ({
  body: {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: 3600,
    scope: 'identity read submit',
    ...(refreshToken ? { refresh_token: refreshToken } : {}),
  },
});

function healthy({ headers }: RecordedCall): SampleReply {
  const isGood =
    headers.authorization === `Bearer ${credential.accessToken}` &&
    headers['user-agent'] === userAgent;
  return isGood ? { body: me } : { status: 401, body: { message: 'Unauthorized', error: 401 } };
}

providerContract(reddit, {
  settings,
  credential,
  healthy,
  refused: () => ({ status: 401, body: { message: 'Unauthorized', error: 401 } }),
  account: { id: '1qwnz', name: 'acme_bot' },
  troubles: [
    [
      'a form refused with HTTP 200',
      { body: { json: { errors: [['BAD_SR_NAME', 'x', 'sr']] } } },
      'invalid_request',
    ],
    [
      'a wait asked for with HTTP 200',
      { body: { json: { errors: [['RATELIMIT', 'x', 'y']] } } },
      'rate_limited',
    ],
    [
      'a missing scope',
      {
        status: 403,
        headers: [['www-authenticate', 'Bearer realm="reddit", error="insufficient_scope"']],
        body: {},
      },
      'missing_scope',
    ],
  ],
  oauth: {
    settings,
    authorizeUrl:
      'https://www.reddit.com/api/v1/authorize?response_type=code&client_id=p-jcoLKBynTLew&redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&scope=identity+read+submit&state=state-of-the-test-0123&duration=permanent',
    exchange: {
      url: token,
      headers: {
        authorization: basic,
        'user-agent': userAgent,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&code=code-of-the-test&grant_type=authorization_code',
    },
    granted: tokenAnswer('reddit-access-token-2', 'reddit-refresh-token-2'),
    grant: {
      accessToken: 'reddit-access-token-2',
      refreshToken: 'reddit-refresh-token-2',
      tokenType: 'bearer',
      scope: ['identity', 'read', 'submit'],
      expiresAt: new Date('2026-01-01T01:00:00Z'),
      refreshExpiresAt: null,
    },
    badCode: { body: { error: 'invalid_grant' } },
    refresh: {
      url: token,
      headers: { authorization: basic, 'user-agent': userAgent },
      body: 'refresh_token=refresh-token-of-old&grant_type=refresh_token',
    },
    refreshed: tokenAnswer('reddit-access-token-3'),
    dead: { status: 400, body: { message: 'Bad Request', error: 400 } },
    badClient: { status: 401, body: { message: 'Unauthorized', error: 401 } },
    revoke: [
      {
        url: 'https://www.reddit.com/api/v1/revoke_token',
        headers: { authorization: basic },
        body: 'token=refresh-token-of-old&token_type_hint=refresh_token',
      },
      {
        url: 'https://www.reddit.com/api/v1/revoke_token',
        headers: { authorization: basic },
        body: 'token=access-token-of-old&token_type_hint=access_token',
      },
    ],
    revoked: { body: '' },
  },
  operations: {
    'me.get': {
      input: {},
      call: { url: `${api}/api/v1/me?raw_json=1` },
      reply: { body: me },
      output: me,
    },
    'posts.list': {
      input: { subreddit: 'news', limit: 5 },
      call: { url: `${api}/r/news/new?raw_json=1&limit=5` },
      reply: listing(post),
      output: { items: [{ id: 'a', name: 't3_a', title: 'Hello', author: 'x' }], cursor: 't3_b' },
    },
    'posts.create': {
      input: { subreddit: 'news', title: 'Hi & bye', text: 'Text' },
      call: {
        method: 'POST',
        url: `${api}/api/submit`,
        body: 'api_type=json&sr=news&kind=self&title=Hi+%26+bye&text=Text&resubmit=true&sendreplies=true',
      },
      reply: {
        body: { json: { errors: [], data: { id: 'z', name: 't3_z', url: 'https://x.example/' } } },
      },
      output: { id: 'z', name: 't3_z', url: 'https://x.example/' },
    },
    'comments.create': {
      input: { parent: 't3_z', text: 'Nice' },
      call: {
        method: 'POST',
        url: `${api}/api/comment`,
        body: 'api_type=json&thing_id=t3_z&text=Nice',
      },
      reply: {
        body: { json: { errors: [], data: { things: [{ data: { id: 'c', name: 't1_c' } }] } } },
      },
      output: { id: 'c', name: 't1_c' },
    },
    'subreddits.get': {
      input: { subreddit: 'news' },
      call: { url: `${api}/r/news/about` },
      reply: { body: { kind: 't5', data: { id: 's', display_name: 'news', subscribers: 7 } } },
      output: { id: 's', display_name: 'news', subscribers: 7 },
    },
    'messages.list': {
      input: {},
      call: { url: `${api}/message/inbox?raw_json=1` },
      reply: listing({ id: 'm', subject: 'Hello' }),
      output: { items: [{ id: 'm', subject: 'Hello' }], cursor: 't3_b' },
    },
  },
});

test('the User-Agent is the one that was given, else made from the user name', () => {
  const sent = (more: object) =>
    fixedHeaders(reddit, parseSettings(reddit, { ...settings, ...more }));
  expect(sent({})).toEqual({ 'user-agent': userAgent });
  expect(sent({ userAgent: 'linux:acme:2 (by /u/acme)' })).toEqual({
    'user-agent': 'linux:acme:2 (by /u/acme)',
  });
});

test('a user name is taken with or without u/', () => {
  expect(parseSettings(reddit, { redditUsername: '/u/acme' })).toEqual({ redditUsername: 'acme' });
});
