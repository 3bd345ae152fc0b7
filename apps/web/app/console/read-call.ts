import type { FieldErrors } from '@patchbay/core';
import type { RouterInputs } from '@patchbay/trpc';

type Call = RouterInputs['calls']['test'];
type Method = NonNullable<Call['method']>;

export const methods: readonly Method[] = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
];
const reading: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

export const changesSomething = (method: string): boolean => !reading.includes(method);

type ReadCall = { call: Omit<Call, 'provider'>; errors: FieldErrors };

/** The free call as it was filled in. Headers and query are lines; a repeated query name becomes a list. */
export function readCall(form: FormData): ReadCall {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const errors: FieldErrors = {};
  const headers = readPairs(text('headers'), ':');
  const query = readPairs(text('query'), '=');
  if (headers === null) errors.headers = ['must be lines such as Accept: application/json'];
  if (query === null) errors.query = ['must be lines such as limit = 10'];
  const method = methods.find((known) => known === text('method')) ?? 'GET';
  const sent = text('body').trim();
  const isText = headers?.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && !/json/i.test(value),
  );
  const body = sent === '' ? undefined : isText ? sent : readJson(sent, errors);
  const call = {
    method,
    endpoint: text('endpoint').trim() || '/',
    ...(headers && headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(query && query.length > 0 && { query: grouped(query) }),
    ...(body !== undefined && { body }),
  };
  return { call, errors };
}

function readJson(text: string, errors: FieldErrors): Call['body'] {
  try {
    return JSON.parse(text);
  } catch {
    errors.body = ['is not valid JSON; for other text give a Content-Type header'];
    return undefined;
  }
}

function readPairs(text: string, sign: ':' | '='): [string, string][] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const pairs = lines.map((line): [string, string] => {
    const at = line.indexOf(sign);
    return at < 1 ? ['', ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  return pairs.every(([name]) => name !== '') ? pairs : null;
}

function grouped(pairs: readonly [string, string][]): Record<string, string | string[]> {
  const byName = new Map<string, string[]>();
  for (const [name, value] of pairs) byName.set(name, [...(byName.get(name) ?? []), value]);
  return Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
