import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Founded } from '../../../server/testing/product.ts';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { redirected } from '../../integrations/testing/visit-page.ts';
import { action } from './route.ts';

let world: Connectable;
beforeAll(async () => {
  world = await openConnectable();
});
afterAll(() => world.close());

/** Connected as one account, with consent for another one waiting. */
async function undecided(name: string) {
  const acme = await world.found(name);
  await world.connect(acme, 'reddit', '1');
  const back = await world.connect(acme, 'reddit', '2');
  expect(back.searchParams.get('error')).toBe('other_account');
  const { account, pending } = await connectionOf(acme);
  if (!account || !pending) throw new Error('nothing waits');
  return { acme, account, pending };
}
const connectionOf = ({ owner }: Founded) =>
  owner.client.connections.get.query({ provider: 'reddit' });

it('switches to the account that came back when the person says so', async () => {
  const { acme, pending } = await undecided('switch');
  const form = { pendingId: pending.id, answer: 'take_over' };
  await redirected(action(await world.visit(acme, 'reddit', form)));
  expect(await connectionOf(acme)).toMatchObject({
    account: { id: pending.accountId },
    pending: null,
  });
});

it('keeps the connected account for any other answer', async () => {
  const { acme, account, pending } = await undecided('keep');
  const form = { pendingId: pending.id, answer: 'keep' };
  await redirected(action(await world.visit(acme, 'reddit', form)));
  expect(await connectionOf(acme)).toMatchObject({ account: { id: account.id }, pending: null });
});

it('changes nothing for an account that nobody was shown', async () => {
  const { acme, account, pending } = await undecided('other');
  const form = { pendingId: crypto.randomUUID(), answer: 'take_over' };
  await redirected(action(await world.visit(acme, 'reddit', form)));
  expect(await connectionOf(acme)).toMatchObject({
    account: { id: account.id },
    pending: { id: pending.id },
  });
});
