import { AuditLog, WebhookAttempt, WebhookDelivery } from '@patchbay/db';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as deliveries from '../deliveries/index.ts';
import { webhookIdOf } from '../deliveries/signature.ts';
import type { Receiver } from '../deliveries/testing/receiver.ts';
import { openStage, type Stage, subscribe, until } from '../deliveries/testing/stage.ts';
import type { Tenant } from '../kernel/testing/world.ts';
import { advanceReplays } from './advance.ts';
import * as replays from './index.ts';

let stage: Stage;
let tenant: Tenant;
let receiver: Receiver;
beforeEach(async () => {
  stage = await openStage();
  [tenant, receiver] = [await stage.organization(), await stage.receiver()];
});
afterEach(async () => {
  expect(stage.troubles).toEqual([]);
  await stage.close();
});

const em = () => stage.runtime.orm.em.fork();
const delivered = (count: number) =>
  until(
    async () =>
      (await em().count(WebhookAttempt, { organizationId: tenant.id, outcome: 'delivered' })) >=
      count,
  );
/** The hour around the present moment. */
const lately = () => {
  const now = stage.clock.now().getTime();
  return { from: new Date(now - 1_800_000), until: new Date(now + 1_800_000) };
};
const events = (count: number, type = 'issue.opened') => Array(count).fill({ type });

describe('one event', () => {
  it('goes out once more under its id, marked as a replay', async () => {
    const { id, admin } = await subscribe(tenant, receiver);
    stage.worker();
    const [eventId = ''] = await stage.send(tenant, {});
    await delivered(1);
    expect(await replays.event(admin, { eventId, subscriptionId: id })).toMatchObject({
      queued: 1,
    });
    await delivered(2);
    expect(receiver.ids()).toEqual([webhookIdOf(eventId), webhookIdOf(eventId)]);
    expect(receiver.received.map(({ headers }) => headers['patchbay-replay'])).toEqual([
      undefined,
      'true',
    ]);
    expect(receiver.received[1]?.body).toEqual(receiver.received[0]?.body);
  });

  it('goes to those that want it, or to the one that is named', async () => {
    const { id, admin } = await subscribe(tenant, receiver, { filter: { types: ['push'] } });
    const [eventId = ''] = await stage.send(tenant, {});
    expect(await replays.event(admin, { eventId })).toMatchObject({ queued: 0 });
    expect(await replays.event(admin, { eventId, subscriptionId: id })).toMatchObject({
      queued: 1,
    });
    expect(await replays.event(admin, { eventId, subscriptionId: id })).toMatchObject({
      queued: 0,
    });
  });

  it('of another organization is not there', async () => {
    const other = await stage.organization();
    const [eventId = ''] = await stage.send(other, {});
    const { admin } = await subscribe(tenant, receiver);
    await expect(replays.event(admin, { eventId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a range', () => {
  it('is counted first, and takes the same events', async () => {
    const { id, admin } = await subscribe(tenant, receiver, { filter: { types: ['issue.*'] } });
    await stage.send(tenant, ...events(3), ...events(2, 'push'), ...events(1, 'issue.closed'));
    await em().nativeDelete(WebhookDelivery, {});
    const all = { ...lately(), subscriptionId: id };
    const some = { ...all, filter: { types: ['issue.o*'] } };
    expect(await replays.preview(admin, lately())).toMatchObject({ events: 6 });
    expect(await replays.preview(admin, all)).toMatchObject({ events: 4 });
    const preview = await replays.preview(admin, some);
    expect(preview.events).toBe(3);
    expect(preview.sample.map(({ type }) => type)).toEqual(Array(3).fill('issue.opened'));

    const started = await replays.start(admin, { ...some, perSecond: 100 });
    expect(started).toMatchObject({ state: 'running', total: 3, taken: 0 });
    stage.worker();
    await delivered(3);
    await until(async () => (await replays.get(admin, { replayId: started.id })).state === 'done');
    expect(await replays.get(admin, { replayId: started.id })).toMatchObject({
      taken: 3,
      queued: 3,
    });
    expect(await em().count(AuditLog, { action: 'replay.started' })).toBe(1);
  });

  it('takes fewer at once the more programs it goes to', async () => {
    const programs = 25;
    const { admin } = await subscribe(tenant, receiver);
    for (let count = 1; count < programs; count += 1) await subscribe(tenant, receiver);
    await stage.send(tenant, ...events(500));
    await em().nativeDelete(WebhookDelivery, {});
    const { id: replayId } = await replays.start(admin, { ...lately(), perSecond: 1_000 });
    await advanceReplays(stage.runtime);
    const first = await replays.get(admin, { replayId });
    expect(first).toMatchObject({ state: 'running', taken: 400, queued: 400 * programs });
    stage.clock.advance(1_000);
    await advanceReplays(stage.runtime);
    expect(await replays.get(admin, { replayId })).toMatchObject({ state: 'done', taken: 500 });
  });

  it('keeps to its rate', async () => {
    const { id, admin } = await subscribe(tenant, receiver);
    await stage.send(tenant, ...events(30));
    await em().nativeDelete(WebhookDelivery, {});
    const range = { ...lately(), subscriptionId: id };
    const { id: replayId } = await replays.start(admin, { ...range, perSecond: 10 });
    const taken = async () => {
      await advanceReplays(stage.runtime);
      return (await replays.get(admin, { replayId })).taken;
    };
    expect(await taken()).toBe(10);
    expect(await taken()).toBe(10);
    stage.clock.advance(500);
    expect(await taken()).toBe(15);
    stage.clock.advance(1_000_000);
    expect(await taken()).toBe(30);
  });

  it('is taken once by several workers, and goes on after they died', async () => {
    const { id, admin } = await subscribe(tenant, receiver);
    await stage.send(tenant, ...events(40));
    await em().nativeDelete(WebhookDelivery, {});
    const range = { ...lately(), subscriptionId: id };
    const { id: replayId } = await replays.start(admin, { ...range, perSecond: 10 });
    const all = () => Promise.all([1, 2, 3].map(() => advanceReplays(stage.runtime)));
    await all();
    expect(await em().count(WebhookDelivery)).toBe(10);
    stage.clock.advance(1_000);
    await all();
    expect(await em().count(WebhookDelivery)).toBe(20);
    stage.clock.advance(2_000);
    await all();
    stage.clock.advance(100);
    await all();
    expect(await replays.get(admin, { replayId })).toMatchObject({ state: 'done', queued: 40 });
    const queued = await em().find(WebhookDelivery, {});
    expect(new Set(queued.map(({ eventId }) => eventId)).size).toBe(40);
  });

  it('ends where it is canceled', async () => {
    const { id, admin } = await subscribe(tenant, receiver);
    await stage.send(tenant, ...events(30));
    await em().nativeDelete(WebhookDelivery, {});
    const range = { ...lately(), subscriptionId: id };
    const { id: replayId } = await replays.start(admin, { ...range, perSecond: 10 });
    await advanceReplays(stage.runtime);
    expect(await replays.cancel(admin, { replayId })).toMatchObject({
      state: 'canceled',
      taken: 10,
    });
    stage.clock.advance(5_000);
    await advanceReplays(stage.runtime);
    expect(await em().count(WebhookDelivery)).toBe(10);
  });

  it('can be of what never arrived, what was given up, or what arrived', async () => {
    const { id, admin } = await subscribe(tenant, receiver);
    const [dead = ''] = await stage.send(tenant, ...events(3));
    await em().nativeUpdate(WebhookDelivery, { eventId: dead }, { attempts: 9 });
    receiver.next(500);
    stage.worker({ perSubscription: 1 });
    await delivered(2);
    const of = async (status: 'delivered' | 'dead' | 'undelivered') =>
      (await replays.preview(admin, { ...lately(), subscriptionId: id, status })).events;
    expect(await Promise.all([of('delivered'), of('dead'), of('undelivered')])).toEqual([2, 1, 1]);
    await replays.start(admin, { ...lately(), subscriptionId: id, status: 'dead' });
    await delivered(3);
    expect(receiver.ids().at(-1)).toBe(webhookIdOf(dead));
    expect(await em().count(WebhookDelivery)).toBe(0);
    await expect(replays.preview(admin, { ...lately(), status: 'dead' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { subscriptionId: [expect.any(String)] },
    });
  });
});

describe('dead letters', () => {
  const bury = async (count: number) => {
    const made = await subscribe(tenant, receiver);
    const ids = await stage.send(tenant, ...events(count));
    await em().nativeUpdate(WebhookDelivery, {}, { state: 'dead', attempts: 10 });
    return { ...made, ids };
  };

  it('are listed and tried again with a whole schedule', async () => {
    const { id, admin, ids } = await bury(3);
    const dead = await deliveries.list(admin, { status: 'dead', subscriptionId: id });
    expect(dead.items.map(({ eventId }) => eventId).sort()).toEqual(ids.toSorted());
    const [first] = dead.items;
    await deliveries.retry(admin, { deliveryId: first?.id ?? '' });
    expect(await em().findOne(WebhookDelivery, { state: 'queued' })).toMatchObject({ attempts: 0 });
    expect(await deliveries.retryAll(admin, { subscriptionId: id })).toEqual({ count: 2 });
    stage.worker();
    await delivered(3);
    expect(await deliveries.retryAll(admin, {})).toEqual({ count: 0 });
    expect(await em().count(AuditLog, { action: 'delivery.retried' })).toBe(2);
  });

  it('are discarded on record', async () => {
    const { admin } = await bury(3);
    const [one] = (await deliveries.list(admin, { status: 'dead' })).items;
    await deliveries.discard(admin, { deliveryId: one?.id ?? '' });
    expect(await deliveries.discardAll(admin, {})).toEqual({ count: 2 });
    expect(await em().count(WebhookDelivery)).toBe(0);
    const { items } = await deliveries.list(admin, { status: 'discarded' });
    expect(items).toHaveLength(3);
    const detail = await deliveries.get(admin, { deliveryId: one?.id ?? '' });
    expect(detail).toMatchObject({ status: 'discarded', attempts: 10 });
    expect(detail.history.map(({ outcome }) => outcome)).toEqual(['discarded']);
    expect(await em().count(AuditLog, { action: 'delivery.discarded' })).toBe(2);
  });

  it('of another organization cannot be touched', async () => {
    const { admin } = await bury(1);
    const [one] = (await deliveries.list(admin, {})).items;
    const stranger = await (await stage.organization()).as('owner');
    const deliveryId = one?.id ?? '';
    for (const verb of [deliveries.get, deliveries.retry, deliveries.discard])
      await expect(verb(stranger, { deliveryId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await deliveries.retryAll(stranger, {})).toEqual({ count: 0 });
    expect(await deliveries.discardAll(stranger, {})).toEqual({ count: 0 });
    expect((await deliveries.list(stranger, {})).items).toEqual([]);
  });
});

it('lists deliveries of both kinds in pages, the newest first', async () => {
  const { admin, id } = await subscribe(tenant, receiver);
  const worker = stage.worker();
  await stage.send(tenant, ...events(4));
  await delivered(4);
  await worker.stop(500);
  stage.clock.advance(60_000);
  await stage.send(tenant, ...events(3));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await deliveries.list(admin, { limit: 2, cursor });
    seen.push(...page.items.map(({ status }) => status));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual([...Array(3).fill('queued'), ...Array(4).fill('delivered')]);
  expect(await deliveries.summary(admin, {})).toMatchObject({
    queued: 3,
    dead: 0,
    delivered24h: 4,
    failed24h: 0,
  });
  expect((await deliveries.list(admin, { subscriptionId: id, type: 'push' })).items).toEqual([]);
  await expect(deliveries.list(admin, { cursor: 'x' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
