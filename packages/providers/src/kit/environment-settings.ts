import { PatchbayError } from '@patchbay/core';
import type { Provider } from './provider.ts';
import { fieldPath, parseSettings, type Settings } from './settings.ts';

/** Variables of the environment by name; only those that providers name ever get here. */
export type ProviderVariables = Readonly<Record<string, string | undefined>>;

/** Every variable that stands in for a setting of one of these providers. */
export const variablesOf = (providers: readonly Provider[]): string[] =>
  [...new Set(providers.flatMap(({ environment = {} }) => Object.values(environment)))].filter(
    (name) => name !== undefined,
  );

export type EnvironmentSettings =
  | { settings: Settings; problem: null }
  /** What is wrong, naming the variables and never a value; null when none of them is set. */
  | { settings: null; problem: string | null };

/**
 * The settings of a provider out of the environment, for organizations that have none. Never throws: a missing or
 * bad variable disables this provider and nothing else.
 */
export function settingsFromEnvironment(
  provider: Pick<Provider, 'fields' | 'connections' | 'alternatives' | 'environment'>,
  record: ProviderVariables,
): EnvironmentSettings {
  const named = Object.entries(provider.environment ?? {}).flatMap(([field, variable]) =>
    variable === undefined ? [] : [{ field, variable, value: record[variable]?.trim() }],
  );
  const given = named.filter(({ value }) => value);
  if (given.length === 0) return { settings: null, problem: null };
  const raw = Object.fromEntries(given.map(({ field, value }) => [field, value]));
  try {
    return { settings: parseSettings(provider, raw), problem: null };
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    return { settings: null, problem: problemOf(error, named) };
  }
}

function problemOf(
  { fields = {} }: PatchbayError,
  named: { field: string; variable: string; value: string | undefined }[],
): string {
  const words = named.flatMap(({ field, variable, value }) => {
    const [message] = fields[fieldPath(field)] ?? [];
    if (message === undefined) return [];
    return [`${variable} ${value ? message : 'is missing'}`];
  });
  return words.length > 0 ? `${words.join('; ')}.` : 'The environment cannot set this up alone.';
}
