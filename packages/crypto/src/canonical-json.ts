import { PatchbayError } from '@patchbay/core';

/**
 * The one spelling of a JSON value, after RFC 8785: keys sorted by UTF-16 units, no spaces, numbers
 * as ECMAScript writes them. Dates become ISO text and undefined properties are left out, so that a
 * value spells the same before it is stored as JSON and after it is read back.
 * @throws PatchbayError `internal` for what JSON would drop or change silently (bigint, NaN, Map …)
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string')
    return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return JSON.stringify(value);
  // `Array.from` turns holes into undefined, which is refused like every other undefined item.
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return `{${membersOf(value).join(',')}}`;
  throw new PatchbayError('internal', 'A value has no canonical JSON');
}

const membersOf = (object: Record<string, unknown>): string[] =>
  Object.keys(object)
    .sort()
    .filter((name) => object[name] !== undefined)
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name])}`);

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
