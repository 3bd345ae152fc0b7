import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Founded, origin } from '../../../server/testing/product.ts';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { loader } from './route.tsx';

let world: Connectable;
let acme: Founded;
beforeAll(async () => {
  world = await openConnectable();
  acme = await world.found('acme');
  await acme.owner.client.integrations.toggle.mutate({ provider: 'syncro' });
});
afterAll(() => world.close());

async function read(search = '') {
  const args = await world.visit(acme, 'syncro');
  return loader({ ...args, request: new Request(`${origin}/o/acme/audit${search}`, args.request) });
}

it('reads the chain only when asked to', async () => {
  expect((await read()).chain).toBeNull();
});

it('proves the chain as a whole, whatever the list is narrowed to', async () => {
  const { items, chain } = await read('?verify=1&action=disabled');
  expect(items.map(({ action }) => action)).toEqual(['disabled']);
  expect(chain).toMatchObject({ intact: true, rows: 2, brokenAt: null });
});
