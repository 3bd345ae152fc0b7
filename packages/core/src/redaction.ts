const secretName =
  /pass(word|wd|phrase)|secret|token|authorization|cookie|api[-_]?key|private[-_]?key|credential|signature|bearer/i;

export const redacted = '[redacted]';

export type RedactOptions = {
  /** Extra names whose values go, compared without case: a provider's own (`text`, `blocks`). */
  names?: Iterable<string>;
  /** Values that must not appear anywhere, also inside longer strings: the secrets in use. */
  values?: Iterable<string>;
};

/**
 * A copy of a JSON-like value that is safe to store or show: values under secret-sounding names are
 * replaced, and every occurrence of the given secret values inside any string, in any common encoding.
 */
export function redact<T>(value: T, options: RedactOptions = {}): T {
  const names = new Set([...(options.names ?? [])].map((name) => name.toLowerCase()));
  const values = [...(options.values ?? [])]
    .filter((secret) => secret.length >= 4)
    .flatMap(spellings);
  const isSecret = (name: string) => names.has(name.toLowerCase()) || secretName.test(name);
  return redactIn(value, isSecret, values) as T;
}

function redactIn(value: unknown, isSecret: (name: string) => boolean, values: string[]): unknown {
  if (typeof value === 'string')
    return values.reduce((text, secret) => text.replaceAll(secret, redacted), value);
  if (Array.isArray(value)) return value.map((item) => redactIn(item, isSecret, values));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecret(name) && item !== null && item !== undefined
        ? redacted
        : redactIn(item, isSecret, values),
    ]),
  );
}

/** A secret leaks as well URL-encoded, in a form, in JSON or in a Basic header, so those spellings go too. */
function spellings(secret: string): string[] {
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(secret)));
  const url = encodeURIComponent(secret);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const json = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, url, form, json, base64, base64.replace(/=+$/, '')])];
}
