import { expect, it } from 'vitest';
import { appRouter } from '../router.ts';
import { openApiDocument } from './document.ts';
import { restEntries } from './routes.ts';

/** A change of this file is a change of the public API: update it with `vitest -u` and say so in the changelog. */
it('describes the API that programs rely on', async () => {
  const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('openapi.snap');
});

/** What only makes sense in a browser: streams, and the two steps of an invitation's link. */
const withoutRest = [
  'invitations.accept',
  'invitations.describe',
  'live.events',
  'webhooks.stream',
];
/** The typed spelling of `operations.run`, which has a path for all of them. */
const isTypedOperation = (procedure: string) => /^operations\.\w+\./.test(procedure);

it('has a path for every procedure but those for browsers', () => {
  const served = restEntries.map(({ procedure }) => procedure);
  const all = Object.keys(appRouter._def.procedures).filter((name) => !isTypedOperation(name));
  expect([...served, ...withoutRest].sort()).toEqual(all.sort());
});

it('reads by GET and changes by anything else', () => {
  for (const { method, type, procedure } of restEntries) {
    expect([procedure, method === 'GET']).toEqual([procedure, type === 'query']);
  }
});

it('names each method and path once', () => {
  const places = restEntries.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});
