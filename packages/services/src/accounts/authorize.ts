import { PatchbayError } from '@patchbay/core';
import { IntegrationAccount, Organization } from '@patchbay/db';
import {
  authorizationUrl,
  clientOf,
  codeChallengeOf,
  createCodeVerifier,
  oauthOf,
  rewriteUrl,
} from '@patchbay/providers';
import { requireBrowser, rewritesOf } from '../connections/authorize.ts';
import { requireConnection } from '../connections/find.ts';
import { accessOf } from '../connections/policy.ts';
import { rememberState } from '../connections/remember-state.ts';
import { returnPath } from '../connections/return-path.ts';
import type { AuthorizeConnectionView } from '../connections/schemas.ts';
import { defineVerb, type Permitted } from '../kernel/index.ts';
import { AuthorizeAccountInput } from './schemas.ts';
import { type AccountSystem, openAccountSystem } from './system.ts';

/**
 * Starts bringing one's own account by consent: the address of the provider's page, good for ten minutes and for this
 * browser session only. The callback then makes the account. Errors: `invalid_input` where accounts are not brought
 * by consent, `forbidden` for programs and for providers that are paused, not set up or not allowed, `conflict` when the
 * person has one already or the integration lacks what it takes.
 */
export const authorizeAccount = defineVerb({
  name: 'accounts.authorize',
  permission: 'accounts:own',
  input: AuthorizeAccountInput,
  async run(ctx, { provider: key, returnTo }): Promise<AuthorizeConnectionView> {
    const starter = requireBrowser(ctx);
    const { runtime } = ctx;
    const { organizationId } = ctx.principal;
    const system = await openAccountSystem(runtime, organizationId, key);
    const consent = requireReady(ctx, system);
    const { provider, settings } = system;
    return runtime.orm.em.fork().transactional(async (em) => {
      const found = await requireConnection(em, organizationId, { provider: key }, { lock: true });
      const own = { organizationId, userId: starter.userId, provider: key };
      if (await em.count(IntegrationAccount, { ...own, status: { $ne: 'deleted' } }))
        throw hasOne();
      const { slug } = await em.findOneOrFail(Organization, { id: organizationId });
      const wayBack = returnPath(returnTo ?? `/o/${slug}/my-accounts`, runtime.oauth.publicUrl);
      const codeVerifier = oauthOf(provider).pkce === 's256' ? createCodeVerifier() : null;
      const scopes = [...consent.scopes];
      const plan = { starter, found, returnTo: wayBack };
      const asked = { app: 'own' as const, scopes, codeVerifier, purpose: 'account' as const };
      const { state, redirectUri, expiresAt } = await rememberState(em, ctx, plan, asked);
      const codeChallenge = codeVerifier ? await codeChallengeOf(codeVerifier) : undefined;
      const options = { settings, redirectUri, state, scopes, codeChallenge };
      const url = authorizationUrl(provider, options);
      return { url: rewriteUrl(url, rewritesOf(runtime)).href, expiresAt };
    });
  },
});

/** What the consent declares, once everything is in place. @throws PatchbayError */
export function requireReady({ runtime }: Pick<Permitted, 'runtime'>, system: AccountSystem) {
  const { provider, settings, accounts } = system;
  const { consent } = accounts.declared;
  const { name } = provider.about;
  if (!consent)
    throw new PatchbayError('invalid_input', `${name} accounts are not brought by consenting.`);
  const access = accessOf(runtime, provider, 'public');
  if (!access.allowed) throw new PatchbayError('forbidden', access.reason ?? 'Not allowed.');
  const missing = consent.requires.filter((key) => !settings[key]);
  if (missing.length > 0) {
    const labels = missing.map((key) => provider.fields[key]?.label ?? key).join(', ');
    throw new PatchbayError(
      'conflict',
      `An admin has to complete the settings of ${name} first: ${labels}.`,
    );
  }
  // Proves that the app is whole before anybody is sent away with half of it.
  clientOf(provider, settings);
  return consent;
}

const hasOne = () => new PatchbayError('conflict', 'You have an account there already.');
