import { type Context, Hono } from 'hono';
import type { Stage } from '../stage.ts';
import { type App, isRegistered, onlyRedirectUri } from './apps.ts';
import { consentPage, refusalPage } from './consent-page.ts';
import type { Vendor } from './vendor.ts';

type Asked = {
  app: App;
  query: URLSearchParams;
  redirectUri: string;
  wasRedirectUriSent: boolean;
  scopes: string[];
};

const ownFields = new Set(['sandbox_account', 'sandbox_decision']);

/** The consent page of a vendor: `GET` shows it, `POST` of the same parameters decides. */
export function authorizeRoutes(stage: Stage, vendor: Vendor) {
  const app = new Hono();
  app.get('/', (context) => {
    const asked = readAsked(stage, vendor, new URL(context.req.url).searchParams);
    if (typeof asked === 'string') return refusalPage(context, vendor.name, asked);
    const problem = problemOf(vendor, asked);
    if (problem) return backWithError(context, asked, problem);
    return consentPage(context, {
      vendorName: vendor.name,
      appName: asked.app.name,
      accountWord: vendor.accountWord,
      accounts: vendor.accounts,
      scopes: asked.scopes,
      hidden: asked.query,
    });
  });
  app.post('/', async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const query = new URLSearchParams([...form].filter(([name]) => !ownFields.has(name)));
    const asked = readAsked(stage, vendor, query);
    if (typeof asked === 'string') return refusalPage(context, vendor.name, asked);
    const problem = problemOf(vendor, asked);
    if (problem) return backWithError(context, asked, problem);
    if (form.get('sandbox_decision') !== 'allow')
      return backWithError(context, asked, vendor.deniedError ?? 'access_denied');
    return allow(context, asked, form.get('sandbox_account') ?? '');
  });

  function allow(context: Context, asked: Asked, accountKey: string) {
    const account = vendor.findAccount(accountKey);
    if (!account) return refusalPage(context, vendor.name, 'There is no such account.');
    const withheld = new Set(asked.app.withheldScopes);
    const code = stage.grants.issueCode(vendor, {
      clientId: asked.app.clientId,
      account,
      scopes: asked.scopes.filter((scope) => !withheld.has(scope)),
      query: Object.fromEntries(asked.query),
      redirectUri: asked.redirectUri,
      wasRedirectUriSent: asked.wasRedirectUriSent,
      challenge: vendor.pkce === 'optional' ? asked.query.get('code_challenge') : null,
    });
    return back(context, asked, { code, ...vendor.redirectExtras?.(asked.query, account) });
  }
  return app;
}

/** What was asked, or why the person must not be sent back to where they came from. */
function readAsked(stage: Stage, vendor: Vendor, query: URLSearchParams): Asked | string {
  const app = stage.apps.find(vendor.key, query.get('client_id') ?? undefined);
  if (!app) return 'The client_id is not known.';
  const sent = query.get('redirect_uri');
  const redirectUri = sent ?? (vendor.key === 'notion' ? onlyRedirectUri(app) : null);
  if (!redirectUri) return 'The redirect_uri is missing.';
  if (!isRegistered(app, redirectUri)) return 'The redirect_uri is not registered for this client.';
  if (vendor.pkce === 'refused' && query.has('code_challenge'))
    return 'This app is not a public client: it must not send a code_challenge.';
  const scopes = (query.get('scope') ?? '').split(vendor.scopeSeparator).filter(Boolean);
  return { app, query, redirectUri, wasRedirectUriSent: sent !== null, scopes };
}

function problemOf(vendor: Vendor, { query, scopes }: Asked): string | null {
  // Slack's examples leave response_type out.
  const responseType = query.get('response_type');
  if (responseType !== 'code' && !(vendor.key === 'slack' && responseType === null))
    return 'unsupported_response_type';
  const method = query.get('code_challenge_method');
  if (vendor.pkce === 'optional' && query.has('code_challenge') && method !== 'S256')
    return 'invalid_request';
  const known = new Set(vendor.scopes);
  if (
    vendor.scopes.length > 0 &&
    (scopes.length === 0 || !scopes.every((scope) => known.has(scope)))
  )
    return 'invalid_scope';
  return vendor.checkAuthorize?.(query) ?? null;
}

function back(context: Context, asked: Asked, parameters: Record<string, string>): Response {
  const target = new URL(asked.redirectUri);
  const state = asked.query.get('state');
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  if (state !== null) target.searchParams.set('state', state);
  context.header('cache-control', 'no-store');
  context.header('referrer-policy', 'no-referrer');
  return context.redirect(target.href, 303);
}

const backWithError = (context: Context, asked: Asked, error: string): Response =>
  back(context, asked, { error });
