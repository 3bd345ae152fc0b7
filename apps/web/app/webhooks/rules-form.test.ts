import { expect, it } from 'vitest';
import { fromRules, placesOf, signedParts, toRules, usualRules } from './rules-form.ts';

it('reads what is signed in its order', () => {
  expect(signedParts('v0:{timestamp}:{body}')).toEqual([
    { text: 'v0:' },
    'timestamp',
    { text: ':' },
    'body',
  ]);
  expect(signedParts('{body}')).toEqual(['body']);
});

it('tells a header from a place in the body', () => {
  expect(placesOf('x-event, /event/type')).toEqual([
    { header: 'x-event' },
    { pointers: ['/event/type'] },
  ]);
  expect(placesOf(' ')).toEqual([]);
});

it.each([
  ['an HMAC of the body', {}],
  [
    'a list with time and signature in one header',
    {
      header: 'x-signature',
      prefix: 'v1=',
      separator: ',',
      signed: '{timestamp}.{body}',
      timestampHeader: 'x-signature',
      timestampPrefix: 't=',
      tolerance: '60',
    },
  ],
  [
    'a signed id in a list with spaces',
    {
      prefix: 'v1,',
      separator: 'space',
      encoding: 'base64',
      keyEncoding: 'base64',
      signed: '{id}.{timestamp}.{body}',
      idHeader: 'webhook-id',
      timestampHeader: 'webhook-timestamp',
    },
  ],
])('comes back from the rules as it was entered: %s', (_, given) => {
  const inputs = { ...usualRules, ...given };
  const back = fromRules(toRules(inputs));
  expect(back).toEqual(inputs);
});

it('keeps of a token what a token has', () => {
  const inputs = { ...usualRules, kind: 'token', header: 'authorization', prefix: 'Bearer ' };
  expect(toRules(inputs).verifier).toEqual({
    kind: 'token',
    header: 'authorization',
    prefix: 'Bearer ',
  });
  expect(fromRules(toRules(inputs))).toMatchObject({ kind: 'token', prefix: 'Bearer ' });
});
