import { afterAll, beforeAll, expect, it } from 'vitest';
import { fanOut } from '../deliveries/fan-out.ts';
import { webhookIdOf } from '../deliveries/signature.ts';
import { openStage, type Stage } from '../deliveries/testing/stage.ts';
import * as subscriptions from '../subscriptions/index.ts';
import { followEvents } from './follow.ts';
import * as stream from './index.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const reader = async () => {
  const tenant = await stage.organization();
  return { tenant, key: tenant.key(['webhooks:read']) };
};
const product = (organizationId: string, n: number) => ({
  id: crypto.randomUUID(),
  organizationId,
  provider: 'patchbay',
  source: null,
  type: 'health.changed',
  channel: null,
  receivedAt: stage.clock.now(),
  body: `{"n":${n}}`,
});

it('reads events in their order, page by page, as they were received', async () => {
  const { tenant, key } = await reader();
  const ids = await stage.send(
    tenant,
    { body: 'Grüße', contentType: 'text/plain', headers: { 'x-signature': 'abc' } },
    { body: Buffer.from([0, 255]), channel: 'C1' },
    { type: 'push' },
  );
  const first = await stream.events(key, { limit: 2 });
  expect(first.events.map(({ webhookId }) => webhookId)).toEqual(ids.slice(0, 2).map(webhookIdOf));
  expect(first.events[0]).toMatchObject({
    encoding: 'text',
    body: 'Grüße',
    contentType: 'text/plain',
    headers: { 'x-signature': 'abc' },
    provider: 'github',
  });
  expect(first.events[1]).toMatchObject({ encoding: 'base64', body: 'AP8=', channel: 'C1' });
  expect(first.more).toBe(true);
  const second = await stream.events(key, { cursor: first.nextCursor });
  expect(second.events.map(({ type }) => type)).toEqual(['push']);
  expect(second.more).toBe(false);
  expect(await stream.events(key, { cursor: second.nextCursor })).toEqual({
    events: [],
    nextCursor: second.nextCursor,
    more: false,
  });
});

it('never passes an event that commits later', async () => {
  const { tenant, key } = await reader();
  const { orm } = stage.runtime;
  const seen: string[] = [];
  let cursor: string | undefined;
  const pull = async () => {
    const page = await stream.events(key, { cursor, limit: 3 });
    seen.push(...page.events.map(({ body }) => body));
    cursor = page.nextCursor;
    return page.events.length;
  };
  let writing = true;
  const writers = Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let turn = 0; turn < 10; turn += 1)
        await orm.em.fork().transactional(async (em) => {
          await fanOut(em, [product(tenant.id, writer * 10 + turn)], stage.clock.now());
          // The number is given, and the commit comes later.
          await new Promise((resolve) => setTimeout(resolve, (writer * 7 + turn) % 5));
        });
    }),
  ).then(() => {
    writing = false;
  });
  while (writing) await pull();
  await writers;
  while ((await pull()) > 0);
  expect(seen).toHaveLength(80);
  expect(new Set(seen).size).toBe(80);
});

it('filters, and moves the cursor past what is not wanted', async () => {
  const { tenant, key } = await reader();
  await stage.send(tenant, { type: 'push' }, { type: 'issue.opened' }, { type: 'a%b' });
  const issues = await stream.events(key, { filter: { types: ['issue.*'] } });
  expect(issues.events.map(({ type }) => type)).toEqual(['issue.opened']);
  const later = await stream.events(key, { cursor: issues.nextCursor });
  expect(later.events).toEqual([]);
  const literal = await stream.events(key, { filter: { types: ['a%*'] } });
  expect(literal.events.map(({ type }) => type)).toEqual(['a%b']);
});

it('goes on where a subscription acknowledged, and never back', async () => {
  const { tenant, key } = await reader();
  const admin = await tenant.as('admin');
  const { id: subscriptionId } = await subscriptions.create(admin, {
    name: 'Reader',
    kind: 'pull',
    filter: { types: ['issue.*'] },
  });
  await stage.send(tenant, {}, { type: 'push' }, {}, {});
  const page = await stream.events(key, { subscriptionId, limit: 2 });
  expect(page.events).toHaveLength(2);
  await stream.ack(key, { subscriptionId, cursor: page.nextCursor });
  expect((await stream.events(key, { subscriptionId })).events).toHaveLength(1);
  expect(await stream.ack(key, { subscriptionId, cursor: '1' })).toEqual({
    cursor: page.nextCursor,
  });
  expect(await stream.ack(key, { subscriptionId, cursor: '999999' })).toEqual({ cursor: '4' });
  const view = await subscriptions.get(admin, { subscriptionId });
  expect(view.reading).toEqual({ ackedCursor: '4', behind: 0 });
});

it('shows nothing of another organization', async () => {
  const [mine, theirs] = [await reader(), await reader()];
  await stage.send(theirs.tenant, {});
  const admin = await theirs.tenant.as('admin');
  const { id: subscriptionId } = await subscriptions.create(admin, { name: 'R', kind: 'pull' });
  expect((await stream.events(mine.key, {})).events).toEqual([]);
  const notThere = { code: 'not_found' };
  await expect(stream.events(mine.key, { subscriptionId })).rejects.toMatchObject(notThere);
  const ack = stream.ack(mine.key, { subscriptionId, cursor: '1' });
  await expect(ack).rejects.toMatchObject(notThere);
});

it('refuses what is pushed, what is disabled, and operators who would acknowledge', async () => {
  const { tenant, key } = await reader();
  const admin = await tenant.as('admin');
  const { id: pushed } = await subscriptions.create(admin, {
    name: 'Pushed',
    url: 'https://example.org/hooks',
  });
  const { id: pulled } = await subscriptions.create(admin, { name: 'Pulled', kind: 'pull' });
  await expect(stream.events(key, { subscriptionId: pushed })).rejects.toMatchObject({
    code: 'conflict',
  });
  const operator = await tenant.as('operator');
  await expect(stream.ack(operator, { subscriptionId: pulled, cursor: '0' })).rejects.toMatchObject(
    { code: 'forbidden' },
  );
  await subscriptions.disable(admin, { subscriptionId: pulled });
  await expect(stream.events(key, { subscriptionId: pulled })).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('answers long bodies in several pages', async () => {
  const { tenant, key } = await reader();
  const body = 'x'.repeat(1_500_000);
  await stage.send(tenant, { body }, { body }, { body }, { body: 'y'.repeat(5_000_000) });
  const sizes: number[][] = [];
  let cursor: string | undefined;
  for (let more = true; more; ) {
    const page = await stream.events(key, { cursor });
    sizes.push(page.events.map((event) => event.body.length));
    ({ nextCursor: cursor, more } = page);
  }
  expect(sizes).toEqual([[1_500_000, 1_500_000], [1_500_000], [5_000_000]]);
});

it('follows events from now, or from a cursor', async () => {
  const { tenant, key } = await reader();
  await stage.send(tenant, { type: 'before' });
  const changes = async function* () {
    yield 'ready';
    await stage.send(tenant, { type: 'after' }, { type: 'later' });
    yield 'events_arrived';
  };
  const read = async (cursor?: string) => {
    const types: string[] = [];
    for await (const { type } of followEvents(key, { cursor }, changes())) types.push(type);
    return types;
  };
  expect(await read()).toEqual(['after', 'later']);
  expect(await read('1')).toEqual(['after', 'later', 'after', 'later']);
});
