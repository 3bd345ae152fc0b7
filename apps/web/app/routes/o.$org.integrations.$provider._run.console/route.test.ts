import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Founded } from '../../../server/testing/product.ts';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { action } from './route.tsx';

let world: Connectable;
let acme: Founded;
beforeAll(async () => {
  world = await openConnectable();
  acme = await world.found('acme');
  const settings = { subdomain: 'demo', apiToken: 'sandbox-syncro-1' };
  await acme.owner.client.integrations.configure.mutate({ provider: 'syncro', settings });
});
afterAll(() => world.close());

const send = async (form: Record<string, string>) =>
  (await action(await world.visit(acme, 'syncro', form))).data;

it('answers status, timings and headers of a call', async () => {
  const { answer } = await send({ method: 'GET', endpoint: '/tickets', query: 'page = 1' });
  expect(answer).toMatchObject({
    outcome: 'done',
    reply: { httpStatus: 200, timings: { totalMs: expect.any(Number) } },
  });
  expect(answer?.outcome === 'done' && answer.reply?.headers.map(({ name }) => name)).toContain(
    'content-type',
  );
});

it('leaves no address but those below the provider’s', async () => {
  for (const endpoint of ['https://evil.example/x', '//evil.example/x', '/../x']) {
    expect((await send({ endpoint })).answer).toMatchObject({
      outcome: 'failed',
      code: 'invalid_path',
    });
  }
});

it('asks before it sends what may change something', async () => {
  const form = { method: 'POST', endpoint: '/nothing', body: '{"a": 1}' };
  expect((await send(form)).answer).toEqual({ outcome: 'unsure' });
  expect((await send({ ...form, sure: 'yes' })).answer).toMatchObject({
    outcome: expect.stringMatching(/done|failed/),
  });
});

it('sends nothing that it could not read', async () => {
  expect(await send({ endpoint: '/x', headers: 'no colon', body: '' })).toMatchObject({
    answer: null,
    errors: { headers: [expect.any(String)] },
    values: { endpoint: '/x', headers: 'no colon' },
  });
  expect((await send({ method: 'POST', endpoint: '/x', body: '{' })).errors).toHaveProperty('body');
});
