import { setTimeout as wait } from 'node:timers/promises';
import { AuditLog, ProductEvent, WebhookAttempt, WebhookDelivery } from '@patchbay/db';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tenant } from '../kernel/testing/world.ts';
import * as subscriptions from '../subscriptions/index.ts';
import * as deliveries from './index.ts';
import { webhookIdOf } from './signature.ts';
import type { Receiver } from './testing/receiver.ts';
import { openStage, type Stage, subscribe, until } from './testing/stage.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

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
const healthOf = async (subscriptionId: string) =>
  (await subscriptions.get(await tenant.as('admin'), { subscriptionId })).health;
const written = (count: number) =>
  until(async () => (await em().count(WebhookAttempt, { organizationId: tenant.id })) >= count);
/** Long enough for several looks at the queue. */
const awhile = () => wait(150);

describe('a receiver that fails', () => {
  it('gets the event again under the same id, until it takes it', async () => {
    const { id } = await subscribe(tenant, receiver);
    receiver.next(500, (response) => response.destroy(), 302);
    stage.worker();
    const [event = ''] = await stage.send(tenant, {});
    for (const [count, pause] of [
      [1, 5_000],
      [2, 5 * minute],
      [3, 30 * minute],
    ] as const) {
      await written(count);
      await awhile();
      expect(receiver.received).toHaveLength(count);
      stage.clock.advance(pause);
    }
    await written(4);
    expect(receiver.ids()).toEqual(Array(4).fill(webhookIdOf(event)));
    expect(receiver.received.map(({ headers }) => headers['patchbay-attempt'])).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
    const log = await em().find(WebhookAttempt, { subscriptionId: id }, { orderBy: { number: 1 } });
    expect(log.map(({ outcome, httpStatus }) => [outcome, httpStatus])).toEqual([
      ['failed', 500],
      ['failed', null],
      ['failed', 302],
      ['delivered', 204],
    ]);
    expect(await healthOf(id)).toMatchObject({ state: 'ok', delivered: 1, failed: 3 });
  });

  it('leaves a dead letter after the last attempt', async () => {
    const { id } = await subscribe(tenant, receiver);
    receiver.always(500);
    await stage.send(tenant, {});
    await em().nativeUpdate(WebhookDelivery, { subscription: id }, { attempts: 9 });
    stage.worker();
    await written(1);
    const row = await em().findOneOrFail(WebhookDelivery, { subscription: id });
    expect(row).toMatchObject({ state: 'dead', attempts: 10, lastStatus: 500 });
    expect(await healthOf(id)).toMatchObject({ queued: 0, deadLetters: 1 });
  });

  it('has a whole new schedule when somebody tries again, however old it is', async () => {
    const { id, admin } = await subscribe(tenant, receiver);
    receiver.always(500);
    await stage.send(tenant, {});
    await em().nativeUpdate(WebhookDelivery, { subscription: id }, { attempts: 9 });
    stage.worker();
    await written(1);
    stage.clock.advance(8 * day);
    expect(await deliveries.retryAll(admin, { subscriptionId: id })).toEqual({ count: 1 });
    await written(2);
    const row = await em().findOneOrFail(WebhookDelivery, { subscription: id });
    expect(row).toMatchObject({ state: 'queued', attempts: 1 });
  });

  it('is waited for as long as it asks, with all its events', async () => {
    const { id } = await subscribe(tenant, receiver);
    receiver.next((response) => response.writeHead(429, { 'retry-after': '600' }).end());
    stage.worker({ perSubscription: 1 });
    await stage.send(tenant, {});
    await written(1);
    await stage.send(tenant, {}, {});
    stage.clock.advance(9 * minute);
    await awhile();
    expect(receiver.received).toHaveLength(1);
    expect(await healthOf(id)).toMatchObject({ state: 'held', queued: 3 });
    stage.clock.advance(minute);
    await written(4);
    expect(await healthOf(id)).toMatchObject({ state: 'ok', queued: 0 });
  });

  it('is left alone after five failures in a row, then tried with one event', async () => {
    const { id } = await subscribe(tenant, receiver);
    receiver.always(500);
    stage.worker({ perSubscription: 1 });
    await stage.send(tenant, ...Array(12).fill({}));
    await written(5);
    await awhile();
    expect(receiver.received).toHaveLength(5);
    expect(await healthOf(id)).toMatchObject({ state: 'held', failuresInRow: 5, queued: 12 });

    stage.clock.advance(30_000);
    await written(6);
    await awhile();
    expect(receiver.received).toHaveLength(6);

    receiver.always(204);
    stage.clock.advance(minute);
    await written(7 + 6);
    expect(await healthOf(id)).toMatchObject({ failuresInRow: 0, heldUntil: null });
  });

  it('is not sent to any more once it answers 410, on record and told to others', async () => {
    const { id } = await subscribe(tenant, receiver);
    receiver.always(410);
    stage.worker({ perSubscription: 1 });
    await stage.send(tenant, {}, {});
    await until(async () => (await healthOf(id))?.state === 'disabled');
    stage.clock.advance(day);
    await stage.send(tenant, {});
    await awhile();
    expect(receiver.received).toHaveLength(1);
    const view = await subscriptions.get(await tenant.as('admin'), { subscriptionId: id });
    expect(view).toMatchObject({ enabled: false, disabledReason: 'gone', health: { queued: 2 } });
    const audit = await em().findOne(AuditLog, { action: 'subscription.disabled' });
    expect(audit).toMatchObject({ subjectId: id, details: { reason: 'gone' } });
    expect(audit?.actor).toMatchObject({ type: 'system', id: 'deliveries' });
  });

  it('is disabled after five days without an arrival, and others are told', async () => {
    const { id } = await subscribe(tenant, receiver);
    const watcher = await stage.receiver();
    await subscribe(tenant, watcher, { filter: { types: ['subscription.disabled'] } });
    receiver.always(503);
    const worker = stage.worker();
    await stage.send(tenant, {});
    await written(1);
    stage.clock.advance(4 * day);
    await written(2);
    expect((await healthOf(id))?.state).not.toBe('disabled');
    stage.clock.advance(day + minute);
    worker.wake('*');
    await until(async () => (await healthOf(id))?.state === 'disabled');
    await watcher.count(1);
    expect(JSON.parse(String(watcher.received[0]?.body))).toMatchObject({
      type: 'subscription.disabled',
      data: { subscriptionId: id, name: 'A program', reason: 'failing' },
    });
    expect(watcher.received[0]?.headers['patchbay-provider']).toBe('patchbay');
    expect(await em().count(ProductEvent)).toBe(0);
  });

  it('gets what waited when it is enabled again', async () => {
    const { id, admin } = await subscribe(tenant, receiver, { filter: { types: ['issue.*'] } });
    receiver.next(410);
    stage.worker();
    const [event = ''] = await stage.send(tenant, {});
    await until(async () => (await healthOf(id))?.state === 'disabled');
    await subscriptions.enable(admin, { subscriptionId: id });
    stage.clock.advance(minute);
    await receiver.count(2);
    expect(receiver.ids()).toEqual([webhookIdOf(event), webhookIdOf(event)]);
  });

  it('that never answers does not hold up another one', async () => {
    const quick = await stage.receiver();
    await subscribe(tenant, receiver);
    await subscribe(tenant, quick);
    receiver.always(() => {});
    stage.worker({ perSubscription: 2 });
    await stage.send(tenant, {}, {}, {}, {});
    await quick.count(4);
    expect(receiver.received.length).toBeLessThanOrEqual(2);
  });
});

describe('order', () => {
  it('is kept although the receiver fails now and then', async () => {
    const { id } = await subscribe(tenant, receiver, { ordered: true });
    const failing = new Set([3, 4, 9]);
    let count = 0;
    receiver.always((response) => {
      count += 1;
      response.writeHead(failing.has(count) ? 500 : 204).end();
    });
    stage.worker();
    const sent = await stage.send(tenant, ...Array(12).fill({}));
    const turning = setInterval(() => stage.clock.advance(minute), 10);
    await written(15);
    clearInterval(turning);
    const taken = receiver.received.filter((_, index) => !failing.has(index + 1));
    expect(taken.map((got) => got.id)).toEqual(sent.map(webhookIdOf));
    expect(await healthOf(id)).toMatchObject({ queued: 0, delivered: 12, failed: 3 });
  });

  it('goes on behind a dead letter', async () => {
    const { id } = await subscribe(tenant, receiver, { ordered: true });
    receiver.next(500);
    const [bad = '', good = ''] = await stage.send(tenant, {}, {});
    await em().nativeUpdate(WebhookDelivery, { subscription: id, eventId: bad }, { attempts: 9 });
    stage.worker();
    await written(2);
    expect(receiver.ids()).toEqual([bad, good].map(webhookIdOf));
    expect(await healthOf(id)).toMatchObject({ deadLetters: 1, delivered: 1 });
  });
});

describe('several workers', () => {
  it('deliver each event once while nobody dies', async () => {
    const receivers = [receiver, await stage.receiver(), await stage.receiver()];
    for (const one of receivers) await subscribe(tenant, one);
    const workers = [stage.worker(), stage.worker(), stage.worker()];
    const batches = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const ids = await stage.send(tenant, ...Array(20).fill({}));
        for (const worker of workers) worker.wake('*');
        return ids;
      }),
    );
    await written(600);
    const sent = batches.flat().map(webhookIdOf).sort();
    for (const one of receivers) expect(one.ids().sort()).toEqual(sent);
    expect(await em().count(WebhookDelivery)).toBe(0);
  });

  it('go on with what a stopped one had not begun', async () => {
    await subscribe(tenant, receiver);
    receiver.always((response) => void wait(20).then(() => response.writeHead(204).end()));
    const first = stage.worker({ perSubscription: 1 });
    const sent = await stage.send(tenant, ...Array(20).fill({}));
    await receiver.count(3);
    await first.stop(1_000);
    const before = receiver.received.length;
    expect(before).toBeLessThan(20);
    stage.worker();
    await written(20);
    expect(receiver.ids().toSorted()).toEqual(sent.map(webhookIdOf).sort());
  });
});

describe('a worker that lost its hold', () => {
  it('stops what it has under way and writes nothing of it', async () => {
    const { id } = await subscribe(tenant, receiver);
    receiver.always(() => {});
    const first = stage.worker();
    const [event = ''] = await stage.send(tenant, {});
    await receiver.count(1);
    // As if it had been asleep for longer than its lease, and another had come.
    await em().execute(
      `update webhook_lanes set lease = gen_random_uuid(), leased_until = now() + interval '5 s'`,
    );
    receiver.always(204);
    stage.worker();
    await receiver.count(2);
    await written(1);
    expect(receiver.ids()).toEqual([event, event].map(webhookIdOf));
    expect(await em().count(WebhookAttempt, { subscriptionId: id })).toBe(1);
    await first.stop(0);
    expect(await em().count(WebhookAttempt, { subscriptionId: id })).toBe(1);
  });
});
