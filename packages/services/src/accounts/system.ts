import { PatchbayError } from '@patchbay/core';
import { IntegrationConfig } from '@patchbay/db';
import {
  accountsOf,
  type ConnectionType,
  type Credential,
  type OpenedAccounts,
  openAccounts,
  type Provider,
  requireProvider,
  type Settings,
  settingsFromEnvironment,
} from '@patchbay/providers';
import { credentialFor } from '../connections/credential-for.ts';
import { CredentialError } from '../connections/live-credential.ts';
import { loadCredential } from '../connections/load-credential.ts';
import type { Runtime } from '../kernel/index.ts';

/** A provider's accounts, bound to the settings that one organization uses. */
export type AccountSystem = {
  provider: Provider;
  integrationId: string;
  accounts: OpenedAccounts;
  settings: Settings;
  /**
   * `environment`: the operator's settings, which every organization without its own shares. Nobody may list or take
   * over what is there without a proof: it may be another organization's.
   */
  source: 'organization' | 'environment';
};

export type OpenSystemOptions = {
  /** Opens a paused integration as well, for cleaning up after people. */
  evenDisabled?: boolean;
};

/**
 * Opens a provider's accounts with the organization's integration or, where it has none, with the environment.
 * Calls nothing yet.
 * @throws PatchbayError `not_found` for an unknown provider, `invalid_input` for one without accounts, `forbidden`
 * where it is paused, not set up or not allowed
 * @throws CredentialError for credentials that cannot be used now
 */
export async function openAccountSystem(
  runtime: Runtime,
  organizationId: string,
  providerKey: string,
  options: OpenSystemOptions = {},
): Promise<AccountSystem> {
  const provider = requireAccountProvider(providerKey);
  try {
    const live = options.evenDisabled
      ? (await loadCredential(runtime, organizationId, providerKey, options)).live
      : await credentialFor(runtime, organizationId, providerKey);
    const { integrationId, settings, token, connectionType } = live;
    const opened = bind(runtime, provider, settings, { token, connectionType });
    return { ...opened, integrationId, source: 'organization' };
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    if (error.problem !== 'not_configured') throw refusalOf(error);
    return fromEnvironment(runtime, organizationId, provider);
  }
}

/** @throws PatchbayError `not_found`, `invalid_input` */
export function requireAccountProvider(key: string): Provider {
  const provider = requireProvider(key);
  if (accountsOf(provider)) return provider;
  const { name } = provider.about;
  throw new PatchbayError('invalid_input', `${name} does not support accounts of people.`, {
    fields: { provider: ['does not support accounts of people'] },
  });
}

/**
 * The same name at another system may be anybody's, and settings may name another one by now.
 * @throws PatchbayError `conflict`
 */
export function requireSameSystem(
  { system }: { system: string },
  { accounts, provider }: Pick<AccountSystem, 'accounts' | 'provider'>,
): void {
  if (accounts.system === system) return;
  throw new PatchbayError(
    'conflict',
    `The account is at ${placeOf(system)}, and ${provider.about.name} is set up for ${placeOf(accounts.system)} now.`,
  );
}

const shared = 'environment:';

/** A system with the operator's settings and one of the same name with an organization's are two. */
export const bothNamesOf = (system: string): string[] => {
  const name = system.startsWith(shared) ? system.slice(shared.length) : system;
  return [name, `${shared}${name}`];
};

const placeOf = (system: string): string =>
  system.startsWith(shared) ? `${system.slice(shared.length)} of this Patchbay` : system;

type Signing = { token: Credential | null; connectionType: ConnectionType | null };

function bind(
  { http }: Runtime,
  provider: Provider,
  settings: Settings,
  { token, connectionType }: Signing,
) {
  const accounts = openAccounts(provider, settings, {
    http,
    credential: token,
    ...(connectionType && { connectionType }),
  });
  return { provider, accounts, settings };
}

async function fromEnvironment(
  runtime: Runtime,
  organizationId: string,
  provider: Provider,
): Promise<AccountSystem> {
  const { settings, problem } = settingsFromEnvironment(provider, runtime.variables ?? {});
  const row = await runtime.orm.em
    .fork()
    .findOne(IntegrationConfig, { organizationId, provider: provider.key }, { fields: ['id'] });
  if (!settings || !row) throw new PatchbayError('forbidden', problem ?? notSetUp(provider));
  const opened = bind(runtime, provider, settings, { token: null, connectionType: null });
  // An organization's own settings can call any server by this name, so what was made through them is not of it.
  const accounts = { ...opened.accounts, system: `${shared}${opened.accounts.system}` };
  return { ...opened, accounts, integrationId: row.id, source: 'environment' };
}

export const notSetUp = ({ about }: Provider): string => `${about.name} is not set up here.`;
export const paused = ({ about }: Provider): string => `${about.name} is paused.`;

/** Seed 003: a disabled integration is 403, whatever calls make of it. */
const refusalOf = (error: CredentialError): PatchbayError =>
  error.problem === 'disabled'
    ? new PatchbayError('forbidden', 'This integration is paused.')
    : error;
