import type { EntityManager } from '@mikro-orm/postgresql';
import { invalidField, PatchbayError } from '@patchbay/core';
import { Organization } from '@patchbay/db';
import {
  authorizationUrl,
  clientOf,
  codeChallengeOf,
  createCodeVerifier,
  missingFor,
  oauthOf,
  rewriteUrl,
  type Settings,
  wantedScopes,
} from '@patchbay/providers';
import { defineVerb, type Permitted } from '../kernel/index.ts';
import { openSettings } from '../vault/index.ts';
import { type FoundConnection, requireConnection, requireConsent } from './find.ts';
import { startPasswordConsent } from './password-consent.ts';
import { accessOf, appFor, isInternal } from './policy.ts';
import { rememberState, type Started, type StartPlan } from './remember-state.ts';
import { returnPath } from './return-path.ts';
import { AuthorizeConnectionInput, type AuthorizeConnectionView } from './schemas.ts';

/**
 * Starts a connection: the address of the provider's consent page, good for ten minutes and for this browser
 * session only. Errors: `not_found`, `forbidden` for programs and for providers the operator does not allow,
 * `conflict` without an app or with the other way in use, `invalid_input` for scopes and `returnTo`.
 */
export const authorizeConnection = defineVerb({
  name: 'connections.authorize',
  permission: 'settings:edit',
  input: AuthorizeConnectionInput,
  async run(ctx, input): Promise<AuthorizeConnectionView> {
    const starter = requireBrowser(ctx);
    const { runtime, principal } = ctx;
    return runtime.orm.em.fork().transactional(async (em) => {
      const found = await requireConnection(em, principal.organizationId, input, { lock: true });
      const plan = { starter, found, returnTo: await wayBack(em, ctx, found, input.returnTo) };
      const { url, expiresAt } = found.provider.consent
        ? await startPasswordConsent(em, ctx, plan)
        : await startOAuth(em, ctx, plan, input.scopes ?? []);
      // The browser goes where the calls go: in the demo to the sandbox's consent page.
      return { url: rewriteUrl(url, rewritesOf(runtime)).href, expiresAt };
    });
  },
});

export const rewritesOf = ({ http }: Permitted['runtime']) =>
  Object.fromEntries(http.rewrites.map(({ pattern, target }) => [pattern, target]));

async function startOAuth(
  em: EntityManager,
  ctx: Permitted,
  plan: StartPlan,
  added: readonly string[],
): Promise<Started> {
  const { found } = plan;
  const { provider } = found;
  const { app, settings } = await requireApp(em, ctx, found);
  const scopes = scopesFor(found, settings, added);
  const codeVerifier = oauthOf(provider).pkce === 's256' ? createCodeVerifier() : null;
  const remembered = await rememberState(em, ctx, plan, { app, scopes, codeVerifier });
  const { state, redirectUri, expiresAt } = remembered;
  const codeChallenge = codeVerifier ? await codeChallengeOf(codeVerifier) : undefined;
  const options = { settings, redirectUri, state, scopes, codeChallenge };
  return { url: authorizationUrl(provider, options), expiresAt };
}

/** @throws PatchbayError `forbidden` */
export function requireBrowser({ principal, sessionId }: Permitted) {
  if (principal.actor.type === 'user' && sessionId !== undefined) {
    return { userId: principal.actor.id, sessionId };
  }
  throw new PatchbayError('forbidden', 'A person has to start this, signed in with a browser.');
}

/** Everything that has to be in place before somebody is sent away. */
async function requireApp(em: EntityManager, ctx: Permitted, found: FoundConnection) {
  const { row, provider, credential } = found;
  requireConsent(found);
  const access = accessOf(ctx.runtime, provider, 'public');
  if (!access.allowed) throw new PatchbayError('forbidden', access.reason ?? 'Not allowed.');
  if (!credential && isInternal(provider, row.settings)) throw otherWay();
  const place = { organizationId: row.organizationId, integrationId: row.id, provider };
  const opened = await openSettings(em, ctx.runtime.keys, place, row.settings);
  const through = appFor(ctx.runtime, provider, opened);
  if (!through) throw noApp();
  const missing = missingFor(provider, 'public', through.settings);
  if (missing.length > 0) throw incomplete(missing);
  // Proves that the app is whole before anybody is sent away with half of it.
  clientOf(provider, through.settings);
  return through;
}

/** What is asked for: the usual scopes, what was granted before, and what the person adds. */
function scopesFor(
  { provider, credential }: FoundConnection,
  settings: Settings,
  added: readonly string[],
): string[] {
  const { scopes } = oauthOf(provider);
  const usual = wantedScopes(provider, settings);
  const known = new Set([
    ...scopes.required,
    ...scopes.default,
    ...(scopes.optional ?? []),
    ...usual,
  ]);
  const unknown = added.filter((scope) => !known.has(scope));
  if (unknown.length > 0) {
    throw invalidField('scopes', `This provider has no scope ${unknown.join(', ').slice(0, 100)}.`);
  }
  const before = (credential?.scopes ?? []).filter((scope) => known.has(scope));
  return [...new Set([...usual, ...before, ...added])];
}

async function wayBack(
  em: EntityManager,
  { runtime, principal }: Permitted,
  { provider }: FoundConnection,
  wanted: string | undefined,
): Promise<string> {
  if (wanted !== undefined) return returnPath(wanted, runtime.oauth.publicUrl);
  const { slug } = await em.findOneOrFail(Organization, { id: principal.organizationId });
  return `/o/${slug}/integrations/${provider.key}`;
}

export const otherWay = () =>
  new PatchbayError(
    'conflict',
    'This integration is connected the other way. Disconnect it before connecting it anew.',
  );

const noApp = () =>
  new PatchbayError(
    'conflict',
    'There is no app to connect through. Enter the client id and secret of your own, or ask the operator to share one.',
  );

const incomplete = (missing: string[]) =>
  new PatchbayError('invalid_input', 'Some settings are missing.', {
    fields: Object.fromEntries(missing.map((key) => [`settings.${key}`, ['is required']])),
  });
