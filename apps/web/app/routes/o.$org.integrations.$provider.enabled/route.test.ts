import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Founded, openProduct, type Product } from '../../../server/testing/product.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action } from './route.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(() => product.close());

const pause = async (acme: Founded, visitor = acme.owner) =>
  redirected(action(await visitPage(product, { visitor, org: acme.slug }, { enabled: 'false' })));
const isEnabled = async (acme: Founded) =>
  (await acme.owner.client.integrations.get.query({ provider: 'syncro' })).enabled;

it('stays paused when two pages pause it', async () => {
  const acme = await product.found('twice');
  await pause(acme);
  expect(await pause(acme)).toEqual({ status: 302, to: `/o/${acme.slug}/integrations/syncro` });
  expect(await isEnabled(acme)).toBe(false);
});

it('leaves it on when a member tries', async () => {
  const acme = await product.found('member');
  const member = await product.join(acme, 'member');
  await pause(acme, member);
  expect(await isEnabled(acme)).toBe(true);
});
