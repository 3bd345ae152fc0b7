import { WebhookAttempt, WebhookDelivery, WebhookLane, WebhookSubscription } from '@patchbay/db';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as subscriptions from '../subscriptions/index.ts';
import * as deliveries from './index.ts';
import { webhookIdOf } from './signature.ts';
import { openStage, type Stage, subscribe, until } from './testing/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.worker();
});
afterAll(() => stage.close());

const em = () => stage.runtime.orm.em.fork();
const headersOf = (received: { headers: object } | undefined) =>
  Object.fromEntries(Object.entries(received?.headers ?? {}).map(([name, v]) => [name, String(v)]));

describe('a delivery', () => {
  it('is accepted by the official library, and refused by it once a byte changed', async () => {
    const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
    const { secret } = await subscribe(tenant, receiver);
    const [id = ''] = await stage.send(tenant, { body: '{"text":"Grüße"}' });
    await receiver.count(1);
    const [got] = receiver.received;
    const headers = headersOf(got);
    expect(secret).toMatch(/^whsec_/);
    expect(headers['webhook-id']).toBe(webhookIdOf(id));
    expect(new Webhook(secret).verify(got?.body ?? '', headers)).toEqual({ text: 'Grüße' });
    const other = { ...headers, 'webhook-id': webhookIdOf(tenant.id) };
    expect(() => new Webhook(secret).verify(got?.body ?? '', other)).toThrow();
    expect(() => new Webhook(secret).verify('{"text":"Grüsse"}', headers)).toThrow();
  });

  it('carries the body byte for byte, its type, and the headers that a receiver can check it by', async () => {
    const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
    await subscribe(tenant, receiver);
    const body = Buffer.from([0, 255, 10, 13, 200, 123]);
    await stage.send(tenant, {
      body,
      type: 'naïve.event',
      channel: 'C1',
      contentType: 'application/octet-stream',
      headers: {
        'x-hub-signature-256': 'sha256=abc',
        'webhook-id': 'theirs',
        'x-token': '[redacted]',
        host: 'evil.example',
        'patchbay-provider': 'forged',
      },
    });
    await receiver.count(1);
    const [got] = receiver.received;
    expect(got?.body).toEqual(body);
    expect(headersOf(got)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-hub-signature-256': 'sha256=abc',
      'patchbay-original-webhook-id': 'theirs',
      'patchbay-provider': 'github',
      'patchbay-event-type': 'na%C3%AFve.event',
      'patchbay-channel': 'C1',
      'patchbay-attempt': '1',
    });
    expect(headersOf(got)).not.toHaveProperty('x-token');
    expect(got?.headers.host).toMatch(/^127\.0\.0\.1:/);
  });

  it('of a long body is whole', async () => {
    const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
    await subscribe(tenant, receiver);
    const body = Buffer.alloc(300_000, 'x');
    await stage.send(tenant, { body });
    await receiver.count(1);
    expect(receiver.received[0]?.body.equals(body)).toBe(true);
  });

  it('leaves the queue and stays on record', async () => {
    const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
    const { id } = await subscribe(tenant, receiver);
    receiver.always((response) => response.writeHead(200).end('thank you'));
    const [eventId = ''] = await stage.send(tenant, {});
    await until(async () => (await em().count(WebhookAttempt, { subscriptionId: id })) === 1);
    expect(await em().count(WebhookDelivery, { subscription: id })).toBe(0);
    expect(await em().findOne(WebhookAttempt, { subscriptionId: id })).toMatchObject({
      eventId,
      outcome: 'delivered',
      httpStatus: 200,
      number: 1,
      answer: 'thank you',
      provider: 'github',
      type: 'issue.opened',
    });
    const admin = await tenant.as('admin');
    const { health } = await subscriptions.get(admin, { subscriptionId: id });
    expect(health).toMatchObject({ state: 'ok', delivered: 1, failed: 0, queued: 0 });
  });

  it('is signed with both secrets during a rotation, and with one after it', async () => {
    const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
    const { id, secret, admin } = await subscribe(tenant, receiver);
    const rotated = await subscriptions.rotateSecret(admin, {
      subscriptionId: id,
      overlapHours: 1,
    });
    await stage.send(tenant, {});
    await receiver.count(1);
    for (const one of [secret, rotated.secret ?? '']) {
      const [got] = receiver.received;
      expect(new Webhook(one).verify(got?.body ?? '', headersOf(got))).toEqual({ n: 1 });
    }
    await subscriptions.rotateSecret(admin, { subscriptionId: id, overlapHours: 0 });
    await stage.send(tenant, {});
    await receiver.count(2);
    const last = receiver.received[1];
    expect(last?.headers['webhook-signature']).not.toContain(' ');
    expect(() => new Webhook(secret).verify(last?.body ?? '', headersOf(last))).toThrow();
  });

  it('goes only where its event is wanted', async () => {
    const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
    const filter = { types: ['issue.*'], channels: ['C1'] };
    await subscribe(tenant, receiver, { filter });
    const ids = await stage.send(
      tenant,
      { type: 'push', channel: 'C1' },
      { type: 'issue.closed', channel: 'C2' },
      { type: 'issue.closed', channel: 'C1' },
    );
    await receiver.count(1);
    expect(receiver.ids()).toEqual([webhookIdOf(ids[2] ?? '')]);
  });

  it('is queued for each of many programs, also past the rows of one statement', async () => {
    const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
    const heldUntil = new Date(stage.clock.now().getTime() + 3_600_000);
    for (let count = 0; count < 21; count += 1) {
      const { id } = await subscribe(tenant, receiver);
      await em().nativeUpdate(WebhookLane, { subscription: id }, { heldUntil });
    }
    await stage.send(tenant, ...Array(500).fill({}));
    expect(await em().count(WebhookDelivery, { organizationId: tenant.id })).toBe(10_500);
  });

  it('of one organization never goes to another', async () => {
    const [mine, theirs] = [await stage.organization(), await stage.organization()];
    const [here, there] = [await stage.receiver(), await stage.receiver()];
    await subscribe(mine, here);
    await subscribe(theirs, there);
    await stage.send(mine, {});
    await stage.send(theirs, {}, {});
    await Promise.all([here.count(1), there.count(2)]);
    expect([here.received.length, there.received.length]).toEqual([1, 2]);
  });
});

it('seals secrets and answers them once', async () => {
  const [tenant, receiver] = [await stage.organization(), await stage.receiver()];
  const { id, secret } = await subscribe(tenant, receiver);
  const row = await em().findOneOrFail(WebhookSubscription, { id });
  expect(row.secret).not.toContain(secret.slice(6));
  const view = await subscriptions.get(await tenant.as('admin'), { subscriptionId: id });
  expect(JSON.stringify(view)).not.toContain(secret);
  const contents = await stage.world.contents();
  expect(JSON.stringify(contents)).not.toContain(secret.slice(6));
});

it('takes no number for an id that no delivery could have', async () => {
  const admin = await (await stage.organization()).as('admin');
  const deliveryId = '9'.repeat(19);
  await expect(deliveries.get(admin, { deliveryId })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(deliveries.list(admin, { cursor: `1_${deliveryId}` })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

it('meets no trouble of its own', () => {
  expect(stage.troubles).toEqual([]);
});
