import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Founded } from '../../../server/testing/product.ts';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action } from './route.tsx';

let world: Connectable;
let acme: Founded;
beforeAll(async () => {
  world = await openConnectable();
  acme = await world.found('acme');
});
afterAll(() => world.close());

const save = async (form: Record<string, string>) =>
  action(await world.visit(acme, 'syncro', form));
const own = async () => (await acme.owner.client.calls.limits.query({ provider: 'syncro' })).own;

it('watches first, then refuses, then is taken away', async () => {
  await redirected(save({ mode: 'observe', perMinute: '120', burst: '5' }));
  expect(await own()).toEqual({ mode: 'observe', perMinute: 120, burst: 5 });
  await redirected(save({ mode: 'enforce', perMinute: '60', burst: '' }));
  expect(await own()).toEqual({ mode: 'enforce', perMinute: 60, burst: 6 });
  await redirected(save({ mode: 'none', perMinute: '60', burst: '' }));
  expect(await own()).toBeNull();
});

it('says which number is missing or wrong and keeps what was typed', async () => {
  expect(await save({ mode: 'observe', perMinute: '', burst: 'many' })).toMatchObject({
    init: { status: 400 },
    data: { fields: { perMinute: [expect.any(String)], burst: [expect.any(String)] } },
  });
  expect(await save({ mode: 'observe', perMinute: '0.5', burst: '' })).toMatchObject({
    init: { status: 400 },
    data: { values: { perMinute: '0.5' } },
  });
  expect(await own()).toBeNull();
});

it('refuses a member', async () => {
  const visitor = await world.join(acme, 'member');
  const form = { mode: 'none', perMinute: '', burst: '' };
  const args = await visitPage(world.product, { visitor, org: acme.slug }, form);
  expect(await action(args)).toMatchObject({ init: { status: 403 } });
});
