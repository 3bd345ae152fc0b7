import { AuditLog } from '@patchbay/db';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage, subscribe } from '../deliveries/testing/stage.ts';
import type { Tenant } from '../kernel/testing/world.ts';
import * as subscriptions from './index.ts';

let stage: Stage;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  tenant = await stage.organization();
});

const audits = async () =>
  (
    await stage.runtime.orm.em
      .fork()
      .find(AuditLog, { organizationId: tenant.id }, { orderBy: { sequence: 'asc' } })
  ).map(({ action, details }) => [action, details]);

describe('an address', () => {
  it.each([
    ['http://example.org/', /https/],
    ['https://127.0.0.2/', /not a public address/],
    ['https://metadata.google.internal/', /metadata/],
    ['https://user:secret@example.org/', /user name/],
    ['nonsense', /no address/],
    [undefined, /Give the address/],
  ])('%s is refused, with the field', async (url, message) => {
    const admin = await tenant.as('admin');
    await expect(subscriptions.create(admin, { name: 'A', url })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { url: [expect.stringMatching(message)] },
    });
  });

  it('of this Patchbay itself is refused', async () => {
    const admin = await tenant.as('admin');
    Object.assign(stage.runtime, { webhooksUrl: 'https://hooks.example.org' });
    const attempt = subscriptions.create(admin, { name: 'A', url: 'https://hooks.example.org/x' });
    const error = await attempt.catch((caught: unknown) => caught);
    expect(JSON.stringify(Object(error).fields)).toMatch(/itself/);
    Object.assign(stage.runtime, { webhooksUrl: undefined });
  });

  it('has no place where nothing is posted', async () => {
    const admin = await tenant.as('admin');
    const input = { name: 'A', kind: 'pull' as const, url: 'https://example.org/' };
    await expect(subscriptions.create(admin, input)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { url: [expect.any(String)] },
    });
  });
});

it('puts every change on record, and no secret', async () => {
  const receiver = await stage.receiver();
  const { id, secret, admin } = await subscribe(tenant, receiver);
  const subscriptionId = id;
  await subscriptions.update(admin, { subscriptionId, name: 'Renamed', ordered: true });
  await subscriptions.update(admin, { subscriptionId, name: 'Renamed' });
  const rotated = await subscriptions.rotateSecret(admin, { subscriptionId });
  await subscriptions.disable(admin, { subscriptionId });
  await subscriptions.disable(admin, { subscriptionId });
  await subscriptions.enable(admin, { subscriptionId });
  await subscriptions.remove(admin, { subscriptionId });
  const rows = await audits();
  expect(rows.map(([action]) => action)).toEqual([
    'subscription.created',
    'subscription.updated',
    'subscription.secret_rotated',
    'subscription.disabled',
    'subscription.enabled',
    'subscription.removed',
  ]);
  expect(rows[1]?.[1]).toMatchObject({
    before: { name: 'A program', ordered: false },
    after: { name: 'Renamed', ordered: true },
  });
  for (const one of [secret, rotated.secret ?? ''])
    expect(JSON.stringify(rows)).not.toContain(one.slice(6));
});

it('posts a signed test and tells what was answered, counting nothing', async () => {
  const receiver = await stage.receiver();
  receiver.next((response) => response.writeHead(201).end('hello'), 500);
  const { id, secret, admin } = await subscribe(tenant, receiver);
  const tested = await subscriptions.test(admin, { subscriptionId: id });
  expect(tested).toMatchObject({ ok: true, httpStatus: 201, error: null, answer: 'hello' });
  const [got] = receiver.received;
  const headers = Object.fromEntries(
    Object.entries(got?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  expect(new Webhook(secret).verify(got?.body ?? '', headers)).toMatchObject({
    type: 'patchbay.test',
    timestamp: expect.any(String),
    data: { subscription: 'A program' },
  });
  expect(await subscriptions.test(admin, { subscriptionId: id })).toMatchObject({
    ok: false,
    httpStatus: 500,
  });
  await receiver.close();
  expect(await subscriptions.test(admin, { subscriptionId: id })).toMatchObject({
    ok: false,
    httpStatus: null,
    error: expect.stringContaining('refused the connection'),
  });
  const { health } = await subscriptions.get(admin, { subscriptionId: id });
  expect(health).toMatchObject({ state: 'idle', delivered: 0, failed: 0 });
});

it('keeps the path of an address, which can hold a secret, out of the record', async () => {
  const receiver = await stage.receiver();
  const admin = await tenant.as('admin');
  const hidden = (path: string) => new URL(path, receiver.url).href;
  const { id } = await subscriptions.create(admin, { name: 'A', url: hidden('/T0KEN-1') });
  await subscriptions.update(admin, { subscriptionId: id, url: hidden('/T0KEN-2') });
  await subscriptions.remove(admin, { subscriptionId: id });
  const record = await audits();
  expect(record).toHaveLength(3);
  expect(JSON.stringify(record)).toContain(new URL(receiver.url).origin);
  expect(JSON.stringify(record)).not.toContain('T0KEN');
});

it('sends what waits to a changed address', async () => {
  const [first, second] = [await stage.receiver(), await stage.receiver()];
  first.always(503);
  const { id, admin } = await subscribe(tenant, first);
  const worker = stage.worker();
  await stage.send(tenant, {});
  await first.count(1);
  await subscriptions.update(admin, { subscriptionId: id, url: second.url });
  stage.clock.advance(10_000);
  worker.wake(id);
  await second.count(1);
  expect(second.ids()).toEqual(first.ids());
  await worker.stop(100);
});

it('lists the subscriptions of its own organization only', async () => {
  const receiver = await stage.receiver();
  await subscribe(tenant, receiver);
  const other = await stage.organization();
  await subscribe(other, receiver);
  const admin = await tenant.as('admin');
  const listed = await subscriptions.list(admin, {});
  expect(listed).toHaveLength(1);
  expect(listed[0]?.createdBy).toBe('Some admin');
});
