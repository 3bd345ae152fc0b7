import { type FieldErrors, PatchbayError } from '@patchbay/core';
import type { Credential } from './auth.ts';
import type { Field, FieldKind, FieldOption } from './field.ts';
import type { Provider } from './provider.ts';

/** Settings whose provider is not known to the compiler; they passed `parseSettings`. */
export type Settings = Record<string, unknown>;

/** One field as a form needs it; plain JSON. `pattern` is a regular expression's source. */
export type FieldView = {
  key: string;
  kind: FieldKind;
  label: string;
  help: string | null;
  required: boolean;
  /** Titles of the ways to connect that need it, where there are several ways. */
  neededFor: string[];
  secret: boolean;
  /** Changing it makes a person enter the secrets again. */
  destination: boolean;
  default: string | number | boolean | null;
  placeholder: string | null;
  options: FieldOption[];
  pattern: string | null;
  patternMessage: string | null;
  maxLength: number | null;
};

/** What an answer shows for a secret: whether there is one, never its value or length. */
export type MaskedSecret = { saved: boolean };
export type SettingsView = Record<string, unknown>;

type Described = Pick<Provider, 'fields' | 'connections' | 'alternatives'>;

export const fieldPath = (key: string): string => `settings.${key}`;

/** The form of a provider, in the order its fields were written. */
export function describeFields(provider: Described): FieldView[] {
  return Object.entries(provider.fields).map(([key, spec]) => ({
    key,
    kind: spec.kind,
    label: spec.label,
    help: spec.help,
    required: spec.required,
    neededFor: [
      ...Object.values(provider.connections ?? {}),
      ...(provider.alternatives ?? []),
    ].flatMap(({ requires, title }) => (requires.includes(key) ? [title] : [])),
    secret: spec.secret,
    destination: spec.destination,
    default: isPlain(spec.default) ? spec.default : null,
    placeholder: spec.placeholder,
    options: [...spec.options],
    pattern: spec.pattern?.regex.source ?? null,
    patternMessage: spec.pattern?.message ?? null,
    maxLength: spec.maxLength,
  }));
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** Names of the fields whose values are sealed at rest. */
export const secretKeys = (provider: Described): string[] =>
  Object.entries(provider.fields).flatMap(([key, spec]) => (spec.secret ? [key] : []));

/** Names of the fields that decide where secrets are sent: a changed one makes kept secrets unsafe to use. */
export const destinationKeys = (provider: Described): string[] =>
  Object.entries(provider.fields).flatMap(([key, spec]) => (spec.destination ? [key] : []));

/**
 * Validates a whole set of settings: defaults filled in, optional empty ones left out. `required` names fields
 * that are needed besides those that always are.
 * @throws PatchbayError `invalid_input` with every bad, missing or unknown field under `settings.<key>`
 */
export function parseSettings(
  provider: Described,
  raw: unknown,
  required: readonly string[] = [],
): Settings {
  const given = asRecord(raw);
  const errors = unknownKeys(provider, given);
  const settings: Settings = {};
  for (const [key, spec] of Object.entries(provider.fields)) {
    const value = isUntouched(spec, given[key]) ? undefined : given[key];
    const read = readField({ ...spec, required: spec.required || required.includes(key) }, value);
    if ('problem' in read) errors[fieldPath(key)] = read.problem;
    else if (read.value !== undefined) settings[key] = read.value;
  }
  for (const key of missingAlternative(provider, settings))
    errors[fieldPath(key)] ??= ['is required'];
  refuse(errors);
  return settings;
}

/**
 * Validates only what was given. `null` or an empty text clears an optional field and puts a defaulted
 * one back; the result then holds `null`, or the default, under its key. An untouched masked secret
 * (`{ saved: … }`) counts as not given.
 * @throws PatchbayError `invalid_input`, fields as in `parseSettings`
 */
export function parseSettingsPatch(provider: Described, raw: unknown): Settings {
  const given = asRecord(raw);
  const errors = unknownKeys(provider, given);
  const patch: Settings = {};
  for (const [key, spec] of Object.entries(provider.fields)) {
    if (given[key] === undefined || isUntouched(spec, given[key])) continue;
    const read = readField(spec, given[key]);
    if ('problem' in read) errors[fieldPath(key)] = read.problem;
    else patch[key] = read.value ?? null;
  }
  refuse(errors);
  return patch;
}

/** Applies a patch to settings (open or sealed values alike); `null` removes. */
export function mergeSettings(current: Settings, patch: Settings): Settings {
  const merged = { ...current, ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => isSet(value)));
}

/** Fields without a value that are missing; none missing means that the integration is configured. */
export const missingFields = (provider: Described, settings: Settings): string[] => [
  ...missingRequired(provider, settings),
  ...missingAlternative(provider, settings),
];

/** What is missing from the alternative that was begun most, while none of them is whole. */
export function missingAlternative({ alternatives = [] }: Described, settings: Settings): string[] {
  const open = alternatives.map(({ requires }) => {
    const missing = requires.filter((key) => !isSet(settings[key]));
    return { missing, begun: requires.length - missing.length };
  });
  if (open.some(({ missing }) => missing.length === 0)) return [];
  return open.sort((one, other) => other.begun - one.begun)[0]?.missing ?? [];
}

/** Fields that are always required and have no value yet. */
export const missingRequired = (provider: Described, settings: Settings): string[] =>
  Object.entries(provider.fields).flatMap(([key, spec]) =>
    spec.required && spec.default === null && !isSet(settings[key]) ? [key] : [],
  );

/**
 * Settings as an answer may carry them: every field of the provider is present, a secret only as
 * `{ saved }`. Works on stored settings, whether their secrets are sealed or open.
 */
export const settingsView = (provider: Described, settings: Settings): SettingsView =>
  Object.fromEntries(
    Object.entries(provider.fields).map(([key, spec]) => [
      key,
      spec.secret
        ? ({ saved: isSet(settings[key]) } satisfies MaskedSecret)
        : (settings[key] ?? spec.default),
    ]),
  );

/** Values that look unlike what the vendor issues; worth a hint, never a refusal. */
export function settingsWarnings(provider: Described, settings: Settings): FieldErrors {
  const warnings: FieldErrors = {};
  for (const [key, spec] of Object.entries(provider.fields)) {
    const value = settings[key];
    if (spec.soft && typeof value === 'string' && !spec.soft.regex.test(value))
      warnings[fieldPath(key)] = [spec.soft.message];
  }
  return warnings;
}

/** What `redact` needs to keep a provider's secrets out of logs: field names and the values in use. */
export function redactionOf(
  provider: Pick<Provider, 'fields'> & { api?: { redact?: readonly string[] } },
  settings: Settings,
  credential: Credential | null = null,
): { names: string[]; values: string[] } {
  const secrets = secretKeys(provider);
  const values = secrets.flatMap((key) => {
    const value = settings[key];
    return typeof value === 'string' ? [value] : [];
  });
  return {
    names: [...secrets, ...(provider.api?.redact ?? [])],
    values: credential ? [...values, credential.accessToken] : values,
  };
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const isUntouched = (spec: Field, value: unknown): boolean =>
  spec.secret && typeof value === 'object' && value !== null && 'saved' in value;

function readField(spec: Field, raw: unknown): { value: unknown } | { problem: string[] } {
  const tidy = typeof raw === 'string' && spec.normalize ? spec.normalize(raw) : raw;
  if (tidy === undefined || tidy === null || tidy === '') {
    if (spec.default !== null) return { value: spec.default };
    return spec.required ? { problem: ['is required'] } : { value: undefined };
  }
  const parsed = spec.schema.safeParse(tidy);
  if (parsed.success) return { value: parsed.data };
  return { problem: [...new Set(parsed.error.issues.map((issue) => issue.message))] };
}

function unknownKeys(provider: Described, given: Settings): FieldErrors {
  return Object.fromEntries(
    Object.keys(given)
      .filter((key) => !Object.hasOwn(provider.fields, key))
      .map((key) => [fieldPath(key), ['is not a field of this provider']]),
  );
}

function asRecord(raw: unknown): Settings {
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return { ...raw };
  throw new PatchbayError('invalid_input', 'The settings must be an object.', {
    fields: { settings: ['must be an object'] },
  });
}

function refuse(errors: FieldErrors): void {
  const paths = Object.keys(errors);
  if (paths.length === 0) return;
  throw new PatchbayError('invalid_input', 'Some settings are not valid.', { fields: errors });
}
