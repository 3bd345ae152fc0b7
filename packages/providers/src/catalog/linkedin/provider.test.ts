import { expect, test } from 'vitest';
import { requiredScopes } from '../../oauth/app.ts';
import { scopeDrift } from '../../oauth/scopes.ts';
import { providerContract, type RecordedCall } from '../../testing/index.ts';
import { linkedin } from './provider.ts';

const settings = { clientId: '86abcdefgh1234', clientSecret: 'WPL_AP1.sample+secret/of==' };
const credential = { accessToken: 'linkedin-access-token-1', tokenType: 'bearer' };
const me = { sub: '782bbtaQ', name: 'Dana Demo', email: 'dana@example.org', email_verified: true };
const seen = { sub: '782bbtaQ', name: 'Dana Demo', email: 'dana@example.org' };
const token = 'https://www.linkedin.com/oauth/v2/accessToken';
const secret = 'client_id=86abcdefgh1234&client_secret=WPL_AP1.sample%2Bsecret%2Fof%3D%3D';
const tokenAnswer = (accessToken: string) => ({
  body: {
    access_token: accessToken,
    expires_in: 5_184_000,
    refresh_token: 'refresh-token-of-old',
    refresh_token_expires_in: 31_536_000,
    scope: 'email,openid,profile,w_member_social',
    token_type: 'Bearer',
    id_token: 'not.a.token',
  },
});
const healthy = ({ headers }: RecordedCall) =>
  headers.authorization === `Bearer ${credential.accessToken}` &&
  headers['linkedin-version'] === '202610'
    ? { body: me }
    : {
        status: 401,
        body: { status: 401, serviceErrorCode: 65600, message: 'Invalid access token' },
      };

providerContract(linkedin, {
  settings,
  credential,
  healthy,
  account: { id: '782bbtaQ', name: 'Dana Demo' },
  troubles: [
    [
      'a version that was switched off',
      { status: 426, body: { status: 426, code: 'NONEXISTENT_VERSION', message: 'x' } },
      'misconfigured',
    ],
    [
      'a missing permission',
      { status: 403, body: { serviceErrorCode: 100, code: 'ACCESS_DENIED', message: 'x' } },
      'missing_scope',
    ],
    [
      'a token that was revoked',
      { status: 401, body: { serviceErrorCode: 65601, code: 'REVOKED_ACCESS_TOKEN' } },
      'dead_credential',
    ],
  ],
  oauth: {
    settings,
    authorizeUrl:
      'https://www.linkedin.com/oauth/v2/authorization?response_type=code&client_id=86abcdefgh1234&redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&scope=openid+profile+email+w_member_social&state=state-of-the-test-0123',
    exchange: {
      url: token,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&code=code-of-the-test&grant_type=authorization_code&${secret}`,
    },
    granted: tokenAnswer('linkedin-access-2'),
    grant: {
      accessToken: 'linkedin-access-2',
      tokenType: 'bearer',
      scope: ['email', 'openid', 'profile', 'w_member_social'],
      expiresAt: new Date('2026-03-02T00:00:00Z'),
      refreshExpiresAt: new Date('2027-01-01T00:00:00Z'),
    },
    badCode: { status: 400, body: { error: 'invalid_grant', error_description: 'x' } },
    refresh: {
      url: token,
      body: `refresh_token=refresh-token-of-old&grant_type=refresh_token&${secret}`,
    },
    refreshed: tokenAnswer('linkedin-access-3'),
    dead: { status: 400, body: { error: 'invalid_grant', error_description: 'x' } },
    badClient: { status: 401, body: { error: 'invalid_client', error_description: 'x' } },
    revoke: [
      {
        url: 'https://www.linkedin.com/oauth/v2/revoke',
        body: `token=refresh-token-of-old&${secret}`,
      },
      {
        url: 'https://www.linkedin.com/oauth/v2/revoke',
        body: `token=access-token-of-old&${secret}`,
      },
    ],
    revoked: { body: '' },
  },
  operations: {
    'me.get': {
      input: {},
      call: { url: 'https://api.linkedin.com/v2/userinfo' },
      reply: { body: me },
      output: seen,
    },
    'posts.create': {
      input: { text: 'Hello' },
      call: {
        method: 'POST',
        url: 'https://api.linkedin.com/rest/posts',
        body: '{"author":"urn:li:person:782bbtaQ","commentary":"Hello","visibility":"PUBLIC","distribution":{"feedDistribution":"MAIN_FEED","targetEntities":[],"thirdPartyDistributionChannels":[]},"lifecycleState":"PUBLISHED","isReshareDisabledByAuthor":false}',
      },
      reply: {
        status: 201,
        headers: [['x-restli-id', 'urn:li:share:7000000000000000001']],
        body: '',
      },
      output: { id: 'urn:li:share:7000000000000000001' },
    },
    'posts.delete': {
      input: { id: 'urn:li:share:7000000000000000001' },
      call: {
        method: 'DELETE',
        url: 'https://api.linkedin.com/rest/posts/urn%3Ali%3Ashare%3A7000000000000000001',
      },
      reply: { body: '' },
      output: { done: true },
    },
  },
});

test('scopes granted are compared with those that are needed', () => {
  expect(scopeDrift(requiredScopes(linkedin), ['openid', 'email'])).toEqual({
    missing: ['profile'],
    extra: ['email'],
  });
});
