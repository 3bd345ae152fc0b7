import { systemClock } from '@patchbay/core';
import {
  authorizationUrl,
  catalog,
  checkIntegration,
  codeChallengeOf,
  createCodeVerifier,
  createHttp,
  exchangeCode,
  type Http,
  oauthOf,
  type Provider,
  parseSettings,
  refreshToken,
  rewriteUrl,
  wantedScopes,
} from '@patchbay/providers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, giveConsent, type Sandbox, startSandbox } from './index.ts';
import { oauthVendors } from './oauth/apps.ts';
import { callbackOf, state } from './testing/open.ts';

let sandbox: Sandbox;
let http: Http;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { allow, rewrites } = sandbox;
  http = createHttp({ clock: systemClock, allow, rewrites, retries: 0 });
});
afterAll(async () => {
  await http.close();
  await sandbox.close();
});

const settingsOf = (vendor: (typeof oauthVendors)[number]) => {
  const { clientId, clientSecret } = demo.apps[vendor];
  return { clientId, applicationId: clientId, clientSecret, redditUsername: 'acme_support' };
};

test.each(oauthVendors)('the product connects to %s and refreshes where it can', async (vendor) => {
  const provider: Provider = catalog[vendor];
  const settings = settingsOf(vendor);
  const codeVerifier = createCodeVerifier();
  const codeChallenge = await codeChallengeOf(codeVerifier);
  const redirectUri = callbackOf(vendor);
  const scopes = wantedScopes(provider, settings);
  const url = authorizationUrl(provider, { settings, redirectUri, state, codeChallenge });
  const landed = await giveConsent(rewriteUrl(url, sandbox.rewrites), { account: '2' });
  const context = { http, clock: systemClock, settings, scopes };
  const callback = landed.searchParams;
  const grant = await exchangeCode(provider, {
    ...context,
    callback,
    state,
    redirectUri,
    codeVerifier,
  });
  expect([...grant.scope].sort()).toEqual([...scopes].sort());
  expect(oauthOf(provider).scopes.required.every((scope) => grant.scope.includes(scope))).toBe(
    true,
  );
  if (!grant.refreshToken) return expect(vendor).toBe('linkedin');
  const next = await refreshToken(provider, { ...context, refreshToken: grant.refreshToken });
  expect(next.accessToken).not.toBe(grant.accessToken);
});

test.each(['slack', 'notion', 'discord', 'pylon', 'wordpress'] as const)(
  'the demo token of %s passes the check',
  async (vendor) => {
    const report = await checkIntegration(
      catalog[vendor],
      parseSettings(catalog[vendor], demo.tokens[vendor]),
      {
        http,
        clock: systemClock,
        connectionType: 'internal',
      },
    );
    expect(report).toMatchObject({ health: 'ok', reason: null });
  },
);
