import { EnvironmentError, PatchbayError } from '@patchbay/core';
import { z } from 'zod';
import type { ConnectionType } from '../kit/auth.ts';
import { waysOf } from '../kit/connections.ts';
import type { Provider } from '../kit/provider.ts';
import { fieldPath, parseSettingsPatch, type Settings } from '../kit/settings.ts';
import { hasClient } from './app.ts';

/** One environment variable of an app that the operator shares, and the setting it stands for. */
export type SharedAppVariable = { variable: string; field: string; secret: boolean };

/** The operator's app for one provider: settings to lay over an organization's. Secret: never log it. */
export type SharedApp = { provider: string; settings: Settings };

/** Which app a connection goes through: the organization's own, or the operator's. */
export type AppOrigin = 'organization' | 'environment';

export function sharedAppVariables(provider: Provider): SharedAppVariable[] {
  const auth = waysOf(provider).public?.auth;
  if (auth?.kind !== 'oauth2') return [];
  return Object.entries(auth.sharedApp ?? {}).map(([field, variable]) => ({
    variable,
    field,
    secret: provider.fields[field]?.secret ?? false,
  }));
}

/**
 * The app a connection uses and the settings to use with it: the organization's own where it is whole,
 * else the shared one, whose settings then win as one. Parts of two apps are never mixed.
 * @returns `null` when there is neither
 */
export function appSettings(
  provider: Provider,
  settings: Settings,
  shared: SharedApp | undefined,
): { origin: AppOrigin; settings: Settings } | null {
  if (hasClient(provider, settings)) return { origin: 'organization', settings };
  if (!shared) return null;
  return { origin: 'environment', settings: { ...settings, ...shared.settings } };
}

const Variables = z.record(z.string(), z.string().optional());

/**
 * Reads the shared apps out of the environment's variables. An app is whole or absent; with
 * `demanded` (the providers that the operator allowed by name) an absent one is refused as well.
 * @throws EnvironmentError naming every missing or bad variable, never a value
 */
export function sharedAppsOf(
  providers: readonly Provider[],
  record: Record<string, string | undefined>,
  demanded: readonly string[] = [],
): Record<string, SharedApp> {
  // process.env itself is no plain object, which a record has to be.
  const source = Variables.parse({ ...record });
  const problems: { variable: string; problem: string }[] = [];
  const apps: Record<string, SharedApp> = {};
  for (const provider of providers) {
    const variables = sharedAppVariables(provider);
    const given = variables.filter(({ variable }) => source[variable]?.trim());
    const isDemanded = demanded.includes(provider.key);
    if (variables.length === 0 || (given.length === 0 && !isDemanded)) continue;
    const raw = Object.fromEntries(given.map(({ field, variable }) => [field, source[variable]]));
    const read = readApp(provider, raw);
    for (const { variable, field } of variables) {
      const problem = read.problems[fieldPath(field)]?.[0];
      if (problem) problems.push({ variable, problem });
    }
    apps[provider.key] = { provider: provider.key, settings: read.settings };
    if (hasClient(provider, { ...raw })) continue;
    for (const { variable } of variables.slice(0, 2))
      if (!source[variable]?.trim()) problems.push({ variable, problem: 'is missing' });
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  return apps;
}

function readApp(provider: Provider, raw: Settings) {
  try {
    return {
      settings: parseSettingsPatch(provider, raw),
      problems: {} as Record<string, string[]>,
    };
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    return { settings: {}, problems: error.fields ?? {} };
  }
}

/** What the operator lets organizations connect: provider key → ways. */
export type AllowedConnections = Readonly<Record<string, readonly ConnectionType[]>>;

/**
 * Reads `INTEGRATIONS_ALLOWED`: keys of providers (all their ways), or `<key>_public` and `<key>_internal`
 * for one way. An empty list allows everything.
 * @throws EnvironmentError naming the entries that mean nothing
 */
export function allowedOf(
  providers: readonly Provider[],
  entries: readonly string[],
): AllowedConnections {
  const known = providers.map((provider) => [provider.key, waysIn(provider)] as const);
  if (entries.length === 0) return Object.fromEntries(known);
  const allowed: Record<string, ConnectionType[]> = {};
  const unknown: string[] = [];
  for (const entry of entries) {
    const found = known.flatMap(([key, types]) =>
      entry === key
        ? [{ key, types }]
        : types
            .filter((type) => entry === `${key}_${type}`)
            .map((type) => ({ key, types: [type] })),
    );
    if (found.length === 0) unknown.push(entry);
    for (const { key, types } of found)
      allowed[key] = [...new Set([...(allowed[key] ?? []), ...types])];
  }
  if (unknown.length === 0) return allowed;
  const shown = unknown.map((entry) => entry.slice(0, 40)).join(', ');
  throw new EnvironmentError([
    { variable: 'INTEGRATIONS_ALLOWED', problem: `there is no provider ${shown}` },
  ]);
}

const waysIn = (provider: Provider) => Object.keys(waysOf(provider)) as ConnectionType[];
