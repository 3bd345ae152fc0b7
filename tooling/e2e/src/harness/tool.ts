import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as oauth from 'oauth4webapi';

/** What a tool knows of somebody who signed in to it. */
export type Known = { idToken: oauth.IDToken; userInfo: oauth.UserInfoResponse };

/** A tool that people sign in to, with an OpenID client that others wrote. */
export async function startTool(issuer: string) {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/callback')) arrived.push(new URL(request.url, address()));
    response
      .writeHead(request.url?.startsWith('/callback') ? 200 : 204, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Tool</title><h1>Welcome to the tool</h1>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const arrived: URL[] = [];
  const insecure = { [oauth.allowInsecureRequests]: true };
  const found = await oauth.discoveryRequest(new URL(issuer), { ...insecure, algorithm: 'oidc' });
  const provider = await oauth.processDiscoveryResponse(new URL(issuer), found);
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const callback = `${address()}/callback`;

  return {
    callback,
    /** Where the tool's "Sign in" leads. */
    async signIn(clientId: string): Promise<string> {
      const url = new URL(provider.authorization_endpoint ?? '');
      const asked = {
        client_id: clientId,
        redirect_uri: callback,
        response_type: 'code',
        scope: 'openid profile email irc',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },
    /** Turns the answer that the browser brought into knowledge, as a tool does on its server. */
    async learn(clientId: string, secret: string): Promise<Known> {
      const back = arrived.at(-1);
      if (back === undefined) throw new Error('Nobody came back to the tool.');
      const client = { client_id: clientId };
      const params = oauth.validateAuthResponse(provider, client, back, state);
      const answer = await oauth.authorizationCodeGrantRequest(
        provider,
        client,
        oauth.ClientSecretBasic(secret),
        params,
        callback,
        verifier,
        insecure,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(provider, client, answer, {
        expectedNonce: nonce,
        requireIdToken: true,
      });
      await oauth.validateApplicationLevelSignature(provider, answer, insecure);
      const idToken = oauth.getValidatedIdTokenClaims(tokens);
      if (idToken === undefined) throw new Error('There is no ID token.');
      const token = tokens.access_token;
      const said = await oauth.userInfoRequest(provider, client, token, insecure);
      const userInfo = await oauth.processUserInfoResponse(provider, client, idToken.sub, said);
      return { idToken, userInfo };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
