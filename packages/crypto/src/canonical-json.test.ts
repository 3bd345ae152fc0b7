import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

it('spells an object the same whatever the order of its keys', () => {
  const one = canonicalJson({ b: [1, { d: null, c: true }], a: 'x' });
  expect(one).toBe('{"a":"x","b":[1,{"c":true,"d":null}]}');
  expect(canonicalJson({ a: 'x', b: [1, { c: true, d: null }] })).toBe(one);
});

it('keeps the order of lists', () => {
  expect(canonicalJson([2, 1])).toBe('[2,1]');
});

// RFC 8785, section 3.2.3: sorted by UTF-16 units, so the emoji's surrogate goes before U+FB33.
it('sorts the keys of the RFC 8785 example as it does', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
  const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
  expect(text).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
});

it('writes numbers as ECMAScript does', () => {
  expect(canonicalJson([-0, 1e21, 1e-7, 4.5, 333333333.3333333])).toBe(
    '[0,1e+21,1e-7,4.5,333333333.3333333]',
  );
});

it('spells a value the same before storing it as JSON and after reading it back', () => {
  const value = {
    at: new Date('2026-01-02T03:04:05.678Z'),
    gone: undefined,
    text: 'line\nfeed "quoted" \u2028 \ud800',
    10: 'ten',
    9: 'nine',
    nested: Object.assign(Object.create(null) as object, { z: 1, a: [] }),
    ['__proto__']: 1,
  };
  const readBack: unknown = JSON.parse(JSON.stringify(value));
  expect(canonicalJson(readBack)).toBe(canonicalJson(value));
});

it('keeps values apart that differ', () => {
  const values = [null, 0, '0', false, '', [], {}, [null], { a: null }, { '': null }, 'null'];
  expect(new Set(values.map(canonicalJson)).size).toBe(values.length);
});

it('refuses what JSON would drop or change', () => {
  const values = [undefined, [undefined], Array(1), 1n, Number.NaN, Infinity, () => 1, Symbol('s')];
  const objects = [new Map(), new Set(), new Uint8Array(1), /x/, new Date(Number.NaN), { a: 1n }];
  for (const value of [...values, ...objects])
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'internal' }));
});
