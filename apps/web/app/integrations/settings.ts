import type { FieldView, IntegrationDetailView } from '@patchbay/services/schemas';

type Stored = IntegrationDetailView['settings'][string] | undefined;

export const fieldName = (key: string): string => `settings.${key}`;
export const clearName = (key: string): string => `clear.${key}`;

/** Whether a secret is stored: that is all an answer tells about it. */
export const isSaved = (value: Stored): boolean =>
  typeof value === 'object' && value !== null && value.saved === true;

export function isFilled(value: Stored): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (typeof value !== 'object') return true;
  return 'saved' in value ? value.saved === true : Object.keys(value).length > 0;
}

/** What an input starts with: the stored value, else the default; a map as its lines. */
export function textOfSetting({ default: fallback }: FieldView, value: Stored): string {
  const shown = value ?? fallback ?? '';
  if (typeof shown !== 'object') return String(shown);
  return Object.entries(shown)
    .map(([name, target]) => `${name} = ${target}`)
    .join('\n');
}

/**
 * The form as settings. An empty secret is left out and so stays as it is; one marked for clearing is `null`.
 * Values are validated where they are stored.
 */
export function readSettings(form: FormData, fields: readonly FieldView[]) {
  const settings: Record<string, string | boolean | null> = {};
  for (const { key, kind, secret } of fields) {
    const value = form.get(fieldName(key));
    const text = typeof value === 'string' ? value : '';
    if (kind === 'bool') settings[key] = text === 'on';
    else if (!secret) settings[key] = text;
    else if (text !== '') settings[key] = text;
    else if (form.get(clearName(key)) === 'on') settings[key] = null;
  }
  return settings;
}

/** What may be shown again after a refusal: everything but secrets, of which only the names are told. */
export function keptInput(form: FormData, fields: readonly FieldView[]) {
  const values: Record<string, string> = {};
  const retype: string[] = [];
  for (const { key, secret } of fields) {
    const value = form.get(fieldName(key));
    const text = typeof value === 'string' ? value : '';
    if (!secret) values[key] = text;
    else if (text !== '') retype.push(key);
  }
  return { values, retype };
}

/** Whether the form would send saved secrets to another place, which the services refuse unless they are typed again. */
export function changesDestination(
  form: FormData,
  fields: readonly FieldView[],
  stored: IntegrationDetailView['settings'],
): boolean {
  if (!fields.some(({ key, secret }) => secret && isSaved(stored[key]))) return false;
  const typed = readSettings(form, fields);
  return fields.some((field) => {
    if (!field.destination || field.secret) return false;
    const before = textOfSetting(field, stored[field.key]) || (field.kind === 'bool' && 'false');
    return String(typed[field.key] ?? '').trim() !== String(before || '');
  });
}
