import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Founded, openProduct, type Product, type Visitor } from './testing/product.ts';

let product: Product;
let acme: Founded;
let member: Visitor;

beforeAll(async () => {
  product = await openProduct();
  acme = await product.found('Acme');
  member = await product.join(acme, 'member');
});
afterAll(() => product.close());

const some = '00000000-0000-4000-8000-000000000000';

async function answer(method: string, path: string, body?: object, who: Visitor = member) {
  const response = await who.fetch(`/api/v1/integrations${path}`, {
    method,
    ...(body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return { status: response.status, problem: await response.json() };
}

describe('the paths of accounts', () => {
  it.each([
    ['GET', '/nothing/accounts', undefined, 404],
    ['POST', '/nothing/accounts', {}, 404],
    ['POST', '/obs/accounts', {}, 400],
    ['GET', '/mailcow/accounts', undefined, 403],
    ['POST', '/mailcow/accounts', {}, 403],
    ['POST', '/mailcow/accounts', { personId: some }, 403],
    ['GET', `/mailcow/accounts/${some}`, undefined, 404],
    ['PATCH', `/mailcow/accounts/${some}`, { status: 'suspended' }, 404],
    ['PATCH', `/mailcow/accounts/${some}`, { status: 'gone' }, 400],
    ['DELETE', `/mailcow/accounts/${some}`, undefined, 404],
    ['GET', '/mailcow/accounts/not-an-id', undefined, 400],
  ])('answer %s %s with %o by %i', async (method, path, body, status) => {
    const found = await answer(method, path, body);
    expect(found).toMatchObject({ status, problem: { status } });
  });

  it('say what is missing where something is', async () => {
    const { problem } = await answer('POST', '/mailcow/accounts', {});
    expect(problem.detail).toBe('Mailcow is not set up here.');
    const unsupported = await answer('POST', '/obs/accounts', {});
    expect(unsupported.problem).toMatchObject({ fields: { provider: expect.anything() } });
  });

  it('list what there is for everybody who asks for their own', async () => {
    const offers = await member.client.accounts.offers.query();
    const mailcow = offers.find(({ provider }) => provider === 'mailcow');
    expect(mailcow).toMatchObject({ available: false, account: null });
    expect(offers.every(({ abilities }) => abilities.noun.length > 0)).toBe(true);
    expect(offers.map(({ provider }) => provider)).not.toContain('obs');
    expect(await member.client.accounts.list.query()).toEqual({ items: [], nextCursor: null });
  });
});
