import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Founded, openProduct, type Product } from '../../../server/testing/product.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action } from './route.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(() => product.close());

async function configured(name: string): Promise<Founded> {
  const acme = await product.found(name);
  const settings = { subdomain: 'acme', apiToken: 'a-token-for-tests-only-123' };
  await acme.owner.client.integrations.configure.mutate({ provider: 'syncro', settings });
  return acme;
}

it('answers the check to a page that named its test', async () => {
  const acme = await configured('answers');
  const args = await visitPage(
    product,
    { visitor: acme.owner, org: acme.slug },
    { testId: 'mine' },
  );
  expect(await action(args)).toMatchObject({
    ok: true,
    value: { check: { health: 'error', trigger: 'manual' }, integration: { provider: 'syncro' } },
  });
});

it('comes back to the integration when the form was sent without script', async () => {
  const acme = await configured('plain');
  const answer = action(await visitPage(product, { visitor: acme.owner, org: acme.slug }, {}));
  expect(await redirected(answer)).toEqual({
    status: 302,
    to: `/o/${acme.slug}/integrations/syncro`,
  });
});

it('tells why nothing was tested', async () => {
  const acme = await product.found('bare');
  const args = await visitPage(
    product,
    { visitor: acme.owner, org: acme.slug },
    { testId: 'mine' },
  );
  expect(await action(args)).toMatchObject({
    init: { status: 409 },
    data: { ok: false, code: 'conflict', requestId: 'req_pagetest' },
  });
});

it('refuses a member', async () => {
  const acme = await configured('member');
  const member = await product.join(acme, 'member');
  const args = await visitPage(product, { visitor: member, org: acme.slug }, { testId: 'mine' });
  expect(await action(args)).toMatchObject({ init: { status: 403 }, data: { code: 'forbidden' } });
});
