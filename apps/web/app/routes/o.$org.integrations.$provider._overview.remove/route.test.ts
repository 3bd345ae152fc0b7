import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Founded, openProduct, type Product } from '../../../server/testing/product.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action, loader } from './route.tsx';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(() => product.close());

async function configured(name: string): Promise<Founded> {
  const acme = await product.found(name);
  const settings = { login: 'api-login', password: 'never shown' };
  await acme.owner.client.integrations.configure.mutate({ provider: 'msp360', settings });
  return acme;
}
const visit = (acme: Founded, form?: Record<string, string>, visitor = acme.owner) =>
  visitPage(product, { visitor, org: acme.slug, provider: 'msp360' }, form);

it('deletes settings and credentials and returns to the integration', async () => {
  const acme = await configured('deletes');
  const answer = await redirected(action(await visit(acme, {})));
  expect(answer.to).toBe(`/o/${acme.slug}/integrations/msp360`);
  const after = await acme.owner.client.integrations.get.query({ provider: 'msp360' });
  expect(after).toMatchObject({
    status: 'not_configured',
    settings: { password: { saved: false } },
  });
});

it('does not ask where there is nothing to remove', async () => {
  const acme = await product.found('empty');
  expect((await redirected(loader(await visit(acme)))).to).toBe(
    `/o/${acme.slug}/integrations/msp360`,
  );
});

it('refuses a member, who is not asked either', async () => {
  const acme = await configured('member');
  const member = await product.join(acme, 'member');
  expect((await redirected(loader(await visit(acme, undefined, member)))).status).toBe(302);
  expect(await action(await visit(acme, {}, member))).toMatchObject({ init: { status: 403 } });
});
