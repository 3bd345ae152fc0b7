import { ensureJobs } from '@patchbay/jobs';
import { demo } from '@patchbay/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Founded } from '../../../server/testing/product.ts';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { redirected } from '../../integrations/testing/visit-page.ts';
import { action, loader } from './route.tsx';

let world: Connectable;
let acme: Founded;
beforeAll(async () => {
  world = await openConnectable();
  await ensureJobs(world.url);
  acme = await world.found('acme');
  const settings = { ...demo.settings.mailcow };
  await acme.owner.client.integrations.configure.mutate({ provider: 'mailcow', settings });
});
afterAll(() => world.close());

const page = async () => loader(await world.visit(acme, 'mailcow'));
const send = async (form: Record<string, string>) =>
  action(await world.visit(acme, 'mailcow', { provider: 'mailcow', ...form }));
const own = async () => (await page()).accounts.mailcow ?? expect.unreachable('has a mailbox');

it('offers systems and knows of no account', async () => {
  const { integrations, accounts } = await page();
  expect(integrations.find(({ provider }) => provider === 'mailcow')?.available).toBe(true);
  expect(accounts.mailcow).toBeNull();
});

it('answers a form that was refused with its errors and what was entered, but no secret', async () => {
  const refused = await send({
    intent: 'adopt',
    identifier: 'nobody-there',
    secret: 'my password',
  });
  expect(refused).toMatchObject({
    data: {
      outcome: {
        intent: 'adopt',
        failure: { code: expect.any(String), requestId: expect.any(String) },
        values: { identifier: 'nobody-there' },
      },
    },
  });
  expect(JSON.stringify(refused)).not.toContain('my password');
});

it('shows a new password in the answer and nowhere afterwards', async () => {
  const made = await send({ intent: 'create', identifier: 'formless' });
  const secret = JSON.parse(JSON.stringify(made)).data.outcome.secret.value;
  expect(secret).toMatch(/\S{8,}/);
  expect(JSON.stringify(await page())).not.toContain(secret);
  expect((await own()).identifier).toBe('formless@acme.example');
});

it('does each act and comes back to the card', async () => {
  const { id: accountId } = await own();
  const back = `/o/${acme.slug}/my-accounts#account-mailcow`;
  for (const [intent, status] of [
    ['suspend', 'suspended'],
    ['resume', 'active'],
  ] as const) {
    const { to } = await redirected(send({ intent, accountId }));
    expect({ to, status: (await own()).status }).toEqual({ to: back, status });
  }
  expect((await redirected(send({ intent: 'remove', accountId }))).to).toBe(back);
  expect((await page()).accounts.mailcow).toBeNull();
});

it('knows no other acts', async () => {
  await expect(send({ intent: 'drop' })).rejects.toMatchObject({ init: { status: 400 } });
});
