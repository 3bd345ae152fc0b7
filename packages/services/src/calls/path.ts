import { IntegrationError } from './integration-error.ts';

/** Longer ones exceed what servers take in a request line anyway. */
const maxLength = 16_000;

// A path of unreserved characters without dots between slashes needs no closer look.
const plain = /^(?:\/[\w~!$&'()*+,;=:@-]+(?:\.[\w~!$&'()*+,;=:@-]+)*)*\/?$/;
const pathCharacters = /^(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[0-9a-fA-F]{2})*)*$/;
const queryCharacters = /^(?:[\w.~!$&'()*+,;=:@/?[\]{}|^"`<>-]|%(?:[0-9a-fA-F]{2})?)*$/;
const encoded = /%[0-9a-fA-F]{2}/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const control = /[\u0000-\u001f\u007f]/;

/**
 * Checks what a caller wants below an integration's base address and answers it unchanged: a path that is empty
 * or starts with one `/`, with an optional query. What is sent is exactly this text behind the base path, so no
 * parser in between can read another host into it.
 * @throws IntegrationError `invalid_path`
 */
export function checkEndpoint(endpoint: string): string {
  if (endpoint.length > maxLength) throw refused('is longer than 16,000 characters');
  const at = endpoint.indexOf('?');
  const path = at < 0 ? endpoint : endpoint.slice(0, at);
  if (!plain.test(path)) checkPath(path);
  if (at >= 0 && !queryCharacters.test(endpoint.slice(at + 1)))
    throw refused('has a query with characters that must be encoded');
  return endpoint;
}

function checkPath(path: string): void {
  if (path !== '' && path[0] !== '/') throw refused('must start with "/"');
  if (path.includes('//')) throw refused('must not contain "//"');
  if (!pathCharacters.test(path)) throw refused('has characters that must be encoded');
  let text = path;
  // Servers decode once, some of them twice; what still hides something after that is refused as well.
  for (let round = 0; ; round += 1) {
    checkSegments(text);
    if (!encoded.test(text)) return;
    if (round === 3) throw refused('is encoded too many times');
    text = decode(text);
  }
}

/** Decodes byte for byte, so that overlong UTF-8 of a dot or slash is not missed by a failing decoder. */
const decode = (text: string): string =>
  text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );

function checkSegments(text: string): void {
  if (control.test(text)) throw refused('must not contain control characters');
  if (/\xc0[\xae\xaf]|\xe0\x80[\xae\xaf]/.test(text)) throw refused('is not valid UTF-8');
  for (const segment of text.split(/[/\\]/)) {
    // Some servers cut `;parameters` off before they resolve dots, others trailing blanks.
    const name = segment.replace(/;.*$/, '').trim();
    if (name === '.' || name === '..') throw refused('must not contain "." or ".." segments');
  }
}

const refused = (problem: string) => new IntegrationError('invalid_path', `The path ${problem}.`);

type QueryValue = string | number | boolean;

/** Appends an encoded query; text of any kind is safe in it. */
export function withQuery(
  endpoint: string,
  query: Readonly<Record<string, QueryValue | readonly QueryValue[]>> = {},
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  const text = search.toString();
  if (text === '') return endpoint;
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${text}`;
}

/** Letters outside ASCII, and blanks, as UTF-8 in percent signs; everything else stays as the caller wrote it. */
export const encodeUnicode = (endpoint: string): string =>
  endpoint.replace(/[^\x21-\x7e]+/g, (text) => (control.test(text) ? text : encodeSafely(text)));

function encodeSafely(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw refused('is not valid Unicode');
  }
}
