import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const app = { clientId: 'app-of-the-proof', clientSecret: 'client-secret-of-the-proof' };

/** Where a token request is held up: before the server sees it, or after it, with the answer kept back. */
type Hold = 'request' | 'answer';

/**
 * A real authorization server that rotates refresh tokens and ends a grant whose old token comes back, reachable
 * where Reddit's calls are rewritten to. Token requests are counted and can be held up on their way.
 */
export async function startAuthorizationServer() {
  const provider = makeProvider();
  const answer = provider.callback();
  let requests = 0;
  let hold: Hold | null = null;
  let arrived = Promise.withResolvers<void>();
  let released = Promise.withResolvers<void>();

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!request.url?.endsWith('/access_token')) {
      request.url = '/token/revocation';
      return answer(request, response);
    }
    requests += 1;
    request.url = '/token';
    if (hold === 'request') {
      arrived.resolve();
      await released.promise;
      // Whoever asked is dead by now; a real request would never have arrived either.
      if (request.socket.destroyed) return;
    }
    if (hold === 'answer') withhold(response, arrived.resolve, released.promise);
    return answer(request, response);
  }
  const server = createServer((request, response) => void pass(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    rewrites: { 'www.reddit.com': `http://127.0.0.1:${port}` },
    allow: [`127.0.0.1:${port}`],
    requests: () => requests,
    /** Stops the next token requests at a point; resolves `arrived` when one is there. */
    holdAt(point: Hold) {
      hold = point;
      arrived = Promise.withResolvers<void>();
      released = Promise.withResolvers<void>();
      const { promise } = arrived;
      return {
        arrived: promise,
        release: () => {
          hold = null;
          released.resolve();
        },
      };
    },
    grant: () => makeGrant(provider),
    close: () =>
      new Promise<void>((resolve) => {
        released.resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The server does everything and keeps the answer to itself until it is released. */
function withhold(response: ServerResponse, arrived: () => void, released: Promise<void>): void {
  const end = response.end.bind(response) as (...parts: unknown[]) => ServerResponse;
  response.end = (...parts: unknown[]) => {
    arrived();
    void released.then(() => end(...parts));
    return response;
  };
}

function makeProvider() {
  const provider = new Provider('http://127.0.0.1', {
    clients: [
      {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['https://patchbay.test/oauth/reddit/callback'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    rotateRefreshToken: true,
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: { AccessToken: 3_600, RefreshToken: 86_400, Grant: 86_400, IdToken: 3_600 },
  });
  return provider;
}

/** What the consent page would have led to: a grant with its first refresh token. */
async function makeGrant(provider: Provider): Promise<string> {
  const client = await provider.Client.find(app.clientId);
  if (!client) throw new Error('The client is missing.');
  const accountId = crypto.randomUUID();
  const grant = new provider.Grant({ clientId: app.clientId, accountId });
  grant.addOIDCScope('openid offline_access');
  const grantId = await grant.save();
  const token = new provider.RefreshToken({
    accountId,
    client,
    grantId,
    scope: 'openid offline_access',
    gty: 'authorization_code',
    authTime: Math.floor(Date.now() / 1_000),
    rotations: 0,
    expiresWithSession: false,
  });
  return token.save();
}
