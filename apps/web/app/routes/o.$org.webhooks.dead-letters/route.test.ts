import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Founded,
  openProduct,
  origin,
  type Product,
} from '../../../server/testing/product.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action as discardOne } from '../o.$org.webhooks.dead-letters.$delivery.discard.tsx';
import { action as discardAll } from '../o.$org.webhooks.dead-letters.discard.tsx';
import { action as retryAll } from '../o.$org.webhooks.dead-letters.retry.ts';
import { action as retryOne } from '../o.$org.webhooks.deliveries.$delivery.retry.ts';
import { loader } from './route.tsx';

let product: Product;
let acme: Founded;
let subscription: string;
beforeAll(async () => {
  product = await openProduct();
  acme = await product.found('Acme');
  const made = await acme.owner.client.subscriptions.create.mutate({
    name: 'Ticket sync',
    url: 'https://receiver.example/events',
  });
  subscription = made.id;
});
afterAll(() => product.close());

let position = 0;

/** An event whose ten attempts failed. */
async function giveUp(type: string): Promise<void> {
  const eventId = randomUUID();
  position += 1;
  const event = [acme.id, position, eventId, type];
  await product.query(
    `insert into webhook_messages (organization_id, position, created_at, event_id, received_at, provider, type)
     values ($1, $2, now(), $3, now(), 'syncro', $4)`,
    event,
  );
  await product.query(
    `insert into webhook_deliveries (organization_id, subscription_id, position, message_created_at, event_id, state,
       attempts, created_at, due_at, last_attempt_at, last_status, last_error)
     select organization_id, $2, position, created_at, event_id, 'dead', 10, now(), now(), now(), 500, 'It answered 500.'
     from webhook_messages where event_id = $1`,
    [eventId, subscription],
  );
}

const visit = async (form?: Record<string, string>, delivery?: string) => {
  const args = await visitPage(product, { visitor: acme.owner, org: acme.slug }, form);
  const request = new Request(`${origin}/o/${acme.slug}/webhooks/dead-letters`, args.request);
  return { ...args, request, params: { org: acme.slug, ...(delivery && { delivery }) } };
};
const dead = async () => (await loader(await visit())).items;

const page = () => ({ status: 302, to: `/o/${acme.slug}/webhooks/dead-letters` });

it('lists what was given up with the last answer', async () => {
  await giveUp('ticket.created');
  expect(await dead()).toMatchObject([
    {
      type: 'ticket.created',
      subscriptionName: 'Ticket sync',
      status: 'dead',
      attempts: 10,
      lastStatus: 500,
      lastError: 'It answered 500.',
    },
  ]);
});

it('tries one again, which then waits like a new one', async () => {
  const [first] = await dead();
  expect(await redirected(retryOne(await visit({}, first?.id)))).toEqual(page());
  expect(await dead()).toEqual([]);
  expect(await acme.owner.client.deliveries.summary.query()).toMatchObject({ dead: 0, queued: 1 });
});

it('discards one, and all of what is left', async () => {
  for (const type of ['a', 'b', 'c']) await giveUp(type);
  const [newest] = await dead();
  expect(await redirected(discardOne(await visit({}, newest?.id)))).toEqual(page());
  expect((await dead()).map(({ type }) => type)).toEqual(['b', 'a']);
  expect(await redirected(discardAll(await visit({ subscription })))).toEqual(page());
  expect(await dead()).toEqual([]);
});

it('tries all again', async () => {
  for (const type of ['d', 'e']) await giveUp(type);
  expect(await redirected(retryAll(await visit({ subscription: '' })))).toEqual(page());
  expect(await dead()).toEqual([]);
});
