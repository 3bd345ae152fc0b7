import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError, uuidFrom } from '@patchbay/core';
import {
  consentUrl,
  type Provider,
  readConsent,
  type Settings,
  secretKeys,
} from '@patchbay/providers';
import { type Found, requireIntegration } from '../integrations/find.ts';
import { saveIntegration } from '../integrations/save.ts';
import { change, type Permitted } from '../kernel/index.ts';
import { openingDataKeys, openStored } from '../vault/index.ts';
import type { ClaimedState } from './claim-state.ts';
import { rememberState, type Started, type StartPlan } from './remember-state.ts';

/**
 * Starts the page of a provider that hands a password of its own back (WordPress). The address of the system has to
 * be saved first; the one-time state travels in the addresses that the page is given.
 */
export async function startPasswordConsent(
  em: EntityManager,
  ctx: Permitted,
  plan: StartPlan,
): Promise<Started> {
  const { provider } = plan.found;
  const settings = await openSettingsOf(em, ctx, plan.found);
  const missing = missingBefore(provider, settings);
  if (missing.length > 0) throw incomplete(missing);
  const asked = { app: 'own' as const, scopes: [], codeVerifier: null };
  const { state, redirectUri, expiresAt } = await rememberState(em, ctx, plan, asked);
  const back = (more: Record<string, string>) =>
    `${redirectUri}?${new URLSearchParams({ state, ...more })}`;
  const url = consentUrl(provider, settings, {
    appName: 'Patchbay',
    appId: await uuidFrom('patchbay', ctx.runtime.oauth.publicUrl),
    successUrl: back({}),
    rejectUrl: back({ error: 'access_denied' }),
  });
  return { url, expiresAt };
}

/**
 * Saves what the page handed back. It is refused when it comes from another place than the settings name.
 * @returns the name that the password is for
 */
export async function finishPasswordConsent(
  ctx: Permitted,
  provider: Provider,
  claim: ClaimedState,
  params: URLSearchParams,
): Promise<{ accountName: string }> {
  return change(ctx, async (em) => {
    const ref = { id: claim.integrationId };
    const found = await requireIntegration(em, claim.organizationId, ref, { lock: true });
    const patch = readConsent(provider, await openSettingsOf(em, ctx, found), params);
    const saved = await saveIntegration(em, ctx, found, { settings: patch });
    const secrets = secretKeys(provider);
    const open = Object.entries(patch).filter(([key]) => !secrets.includes(key));
    const accountName = open.map(([, value]) => value).join(', ') || provider.about.name;
    if (saved.audit === 'unchanged') return { value: { accountName }, audit: 'unchanged' };
    const { details } = saved.audit;
    return {
      value: { accountName },
      audit: {
        ...saved.audit,
        action: 'integration.connected',
        details: { ...details, provider: provider.key, accountName, connectionType: 'internal' },
      },
    };
  });
}

async function openSettingsOf(
  em: EntityManager,
  { runtime }: Permitted,
  { row, provider }: Found,
): Promise<Settings> {
  const { organizationId, id: integrationId } = row;
  const findKey = await openingDataKeys(em, runtime.keys, [organizationId]);
  const place = { organizationId, integrationId, provider };
  return (await openStored(findKey, place, row.settings)).settings;
}

/** What decides where the page is has to be there before; the page brings the rest. */
const missingBefore = (provider: Provider, settings: Settings): string[] =>
  Object.entries(provider.fields).flatMap(([key, { destination, required }]) =>
    destination && required && settings[key] === undefined ? [key] : [],
  );

const incomplete = (missing: string[]) =>
  new PatchbayError('invalid_input', 'Enter the address first.', {
    fields: Object.fromEntries(missing.map((key) => [`settings.${key}`, ['is required']])),
  });
