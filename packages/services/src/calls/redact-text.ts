import { redact, redacted } from '@patchbay/core';

type Redaction = { names: readonly string[]; values: readonly string[] };

const longestMemory = 5_000;
const soundsSecret = new Map<string, boolean>();

/** Asks core's `redact` about a name, once: the same names come in every answer of a provider. */
function isSecretName(name: string, names: ReadonlySet<string>): boolean {
  if (names.has(name.toLowerCase())) return true;
  const known = soundsSecret.get(name);
  if (known !== undefined) return known;
  const asked = redact({ [name]: 0 })[name] !== 0;
  if (soundsSecret.size < longestMemory && name.length <= 100) soundsSecret.set(name, asked);
  return asked;
}

/**
 * Text of a body or an address that may be cut anywhere, without its secrets: values under secret-sounding
 * names go where the type has names (JSON, forms, XML), and the given values go wherever they stand.
 */
export function redactText(text: string, type: string, { names, values }: Redaction): string {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const isSecret = (name: string) => isSecretName(name, wanted);
  const named = /json/i.test(type)
    ? redactJson(text, isSecret)
    : /x-www-form-urlencoded/i.test(type)
      ? redactQuery(text, isSecret)
      : /xml|html/i.test(type)
        ? redactTags(text, isSecret)
        : text;
  return redactValues(named, values);
}

/** Path and query of a call. */
export function redactEndpoint(endpoint: string, { names, values }: Redaction): string {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const at = endpoint.indexOf('?');
  if (at < 0) return redactValues(endpoint, values);
  const query = redactQuery(endpoint.slice(at + 1), (name) => isSecretName(name, wanted));
  return redactValues(`${endpoint.slice(0, at)}?${query}`, values);
}

const redactValues = (text: string, values: readonly string[]): string =>
  values.length === 0 ? text : cutTail(redact(text, { values }), values);

/** A body that is cut in the middle of a secret still shows the beginning of it. */
function cutTail(text: string, values: readonly string[]): string {
  for (const value of values) {
    for (let length = Math.min(value.length - 1, text.length); length >= 4; length -= 1) {
      if (text.endsWith(value.slice(0, length))) return text.slice(0, -length) + redacted;
    }
  }
  return text;
}

type IsSecret = (name: string) => boolean;

function redactQuery(query: string, isSecret: IsSecret): string {
  return query
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at >= 0 && isSecret(decoded(pair.slice(0, at)))
        ? `${pair.slice(0, at)}=${redacted}`
        : pair;
    })
    .join('&');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const redactTags = (text: string, isSecret: IsSecret): string =>
  text
    .replace(/<([\w:.-]+)((?:\s[^<>]*)?)>([^<]+)/g, (whole, name: string, rest: string) =>
      isSecret(name.replace(/^.*:/, '')) ? `<${name}${rest}>${redacted}` : whole,
    )
    .replace(/([\w:.-]+)=("[^"]*"?|'[^']*'?)/g, (whole, name: string) =>
      isSecret(name) ? `${name}="${redacted}"` : whole,
    );

/**
 * JSON that need not be whole. Walks from string to string and leaves out the value behind a secret name, whatever
 * its kind; everything else stays byte for byte.
 */
function redactJson(text: string, isSecret: IsSecret): string {
  let out = '';
  let kept = 0;
  let at = text.indexOf('"');
  while (at >= 0) {
    const close = stringEnd(text, at);
    const value = behindColon(text, close + 1);
    let next = close + 1;
    if (value >= 0 && isSecret(unescaped(text.slice(at + 1, close)))) {
      next = valueEnd(text, value);
      out += `${text.slice(kept, value)}"${redacted}"`;
      kept = next;
    }
    at = text.indexOf('"', next);
  }
  return out + text.slice(kept);
}

/** Where the value begins when a colon follows, so that the string before it is a name; else -1. */
function behindColon(text: string, at: number): number {
  let index = at;
  while (isBlank(text[index])) index += 1;
  if (text[index] !== ':') return -1;
  index += 1;
  while (isBlank(text[index])) index += 1;
  return index;
}

const isBlank = (character: string | undefined): boolean =>
  character === ' ' || character === '\n' || character === '\r' || character === '\t';

function unescaped(name: string): string {
  if (!name.includes('\\')) return name;
  try {
    return String(JSON.parse(`"${name}"`));
  } catch {
    return name;
  }
}

/** Where the JSON value that starts at `at` ends; the end of the text when it is cut. */
function valueEnd(text: string, at: number): number {
  let depth = 0;
  let index = at;
  while (index < text.length) {
    const character = text[index];
    if (character === '"') index = stringEnd(text, index);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      if (depth === 0) return index;
      depth -= 1;
    } else if (character === ',' && depth === 0) return index;
    if (depth === 0 && (character === '"' || character === '}' || character === ']'))
      return Math.min(index + 1, text.length);
    index += 1;
  }
  return text.length;
}

/** The index of the closing quote. */
function stringEnd(text: string, at: number): number {
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return text.length;
}
