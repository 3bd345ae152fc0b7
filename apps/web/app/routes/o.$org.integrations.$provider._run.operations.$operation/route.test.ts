import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Founded } from '../../../server/testing/product.ts';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { visitPage } from '../../integrations/testing/visit-page.ts';
import { action, loader } from './route.tsx';

let world: Connectable;
let acme: Founded;
beforeAll(async () => {
  world = await openConnectable();
  acme = await world.found('acme');
  const settings = { subdomain: 'demo', apiToken: 'sandbox-syncro-1' };
  await acme.owner.client.integrations.configure.mutate({ provider: 'syncro', settings });
});
afterAll(() => world.close());

const visit = (operation: string, form?: Record<string, string>) =>
  world.visit(acme, 'syncro', form, { operation });
const run = async (operation: string, form: Record<string, string>) =>
  (await action(await visit(operation, form))).data;

it('draws the form from the declaration, what is required first', async () => {
  const { effect, fields } = await loader(await visit('tickets.create'));
  expect(effect).toBe('write');
  expect(fields.slice(0, 2)).toMatchObject([
    { name: 'customerId', kind: 'number', required: true },
    { name: 'subject', kind: 'text', required: true },
  ]);
});

it('runs what only reads at once', async () => {
  const { answer } = await run('customers.list', { 'input.page': '1' });
  expect(answer).toMatchObject({
    outcome: 'done',
    correlationId: expect.any(String),
    reply: {
      httpStatus: 200,
      headers: expect.arrayContaining([
        { name: 'content-type', value: expect.stringContaining('json') },
      ]),
      timings: { totalMs: expect.any(Number) },
    },
  });
  expect(answer?.outcome === 'done' && answer.shown?.text).toContain('business');
});

it('asks before it changes something, and does it on yes', async () => {
  const form = { 'input.customerId': '1023', 'input.subject': 'Printer on fire' };
  expect(await run('tickets.create', form)).toMatchObject({ answer: { outcome: 'unsure' } });
  expect(await run('tickets.create', { ...form, sure: 'no' })).toMatchObject({ answer: null });
  const { answer } = await run('tickets.create', { ...form, sure: 'yes' });
  expect(answer).toMatchObject({ outcome: 'done' });
});

it('takes JSON as it was written and says what is wrong with it', async () => {
  expect(await run('customers.list', { json: '{"page": 1}' })).toMatchObject({
    answer: { outcome: 'done' },
  });
  expect(await run('customers.list', { json: '[1]' })).toMatchObject({
    answer: null,
    errors: { json: [expect.stringContaining('JSON object')] },
    values: { json: '[1]' },
  });
});

it('names the field that is refused and keeps the others', async () => {
  const form = { 'input.subject': 'No customer', sure: 'yes' };
  expect(await run('tickets.create', form)).toMatchObject({
    answer: null,
    errors: { 'input.customerId': expect.any(Array) },
    values: { 'input.subject': 'No customer' },
  });
});

it('answers trouble with its code, so that the page can say what to do', async () => {
  const bare = await world.found('bare');
  const args = await world.visit(bare, 'syncro', {}, { operation: 'customers.list' });
  expect((await action(args)).data).toMatchObject({
    answer: { outcome: 'failed', code: 'not_configured' },
  });
});

it('knows no other operations, and runs none for a member', async () => {
  const unknown = await loader(await visit('tickets.burn')).catch((thrown: unknown) => thrown);
  expect(unknown).toMatchObject({ init: { status: 404 } });
  const visitor = await world.join(acme, 'member');
  const args = await visitPage(world.product, { visitor, org: acme.slug }, {});
  const { data } = await action({
    ...args,
    params: { ...args.params, operation: 'customers.list' },
  });
  expect(data.answer).toMatchObject({ outcome: 'failed' });
});
