import { expect, test } from 'vitest';
import { runtimes, walked } from '../testing/walked.ts';

test.each(runtimes)(
  'on %s every exchange holds on real sockets',
  { timeout: 30_000 },
  async (runtime) => {
    expect(await walked(runtime, 'oauth-walk.ts')).toEqual({
      asked: [
        'response_type',
        'client_id',
        'redirect_uri',
        'scope',
        'state',
        'code_challenge',
        'code_challenge_method',
      ],
      first: {
        accessToken: 'access-1',
        refreshToken: 'refresh-1',
        tokenType: 'bearer',
        scope: ['a', 'b'],
        expiresAt: '2026-01-01T00:01:00.000Z',
        refreshExpiresAt: null,
        extra: {},
      },
      second: {
        accessToken: 'access-2',
        refreshToken: 'refresh-2',
        tokenType: 'bearer',
        scope: ['a'],
        expiresAt: null,
        refreshExpiresAt: null,
        extra: {},
      },
      account: { id: '7', name: 'Seven', details: {} },
      operation: { id: '7' },
      revoked: 'revoked',
      missingIssuer: 'invalid_response',
      otherVerifier: 'invalid_grant',
      noVerifier: 'misconfigured',
      wrongSecret: 'invalid_client',
      redirected: 'invalid_response',
      plainHttp: 'misconfigured',
      metadata: 'misconfigured',
      nobody: 'unreachable',
      seen: [
        'POST /token authorization_code',
        'POST /token refresh_token',
        'GET /me',
        'GET /me',
        'POST /revoke',
        'POST /revoke',
        'POST /token authorization_code',
        'POST /token authorization_code',
        'POST /moved/token authorization_code',
      ],
    });
  },
);
