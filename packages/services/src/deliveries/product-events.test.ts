import { ApiKey, AuditLog, ProductEvent, WebhookMessage } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { recordChecks } from '../health/index.ts';
import { requireIntegration } from '../integrations/find.ts';
import * as integrations from '../integrations/index.ts';
import { productEvent, writeAudit } from '../kernel/index.ts';
import type { Tenant } from '../kernel/testing/world.ts';
import { disableFor } from './disable.ts';
import { tellExpiring } from './expiring.ts';
import { handOnProductEvents } from './outbox.ts';
import { openStage, type Stage, subscribe } from './testing/stage.ts';

const day = 86_400_000;

let stage: Stage;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  tenant = await stage.organization();
});

const em = () => stage.runtime.orm.em.fork();
/** What the organization was told, handed on and in order. */
async function told(): Promise<Record<string, unknown>[]> {
  await handOnProductEvents(stage.runtime);
  const where = { organizationId: tenant.id };
  const messages = await em().find(WebhookMessage, where, { orderBy: { position: 'asc' } });
  return messages.map(({ body }) => JSON.parse(body ?? 'null'));
}

it('tells of a change of health with the check that found it, and of nothing when it stays', async () => {
  const admin = await tenant.as('admin');
  const settings = { subdomain: 'acme', apiToken: 'a-token-of-some-length' };
  await integrations.configure(admin, { provider: 'syncro', settings });
  const { row } = await requireIntegration(em(), tenant.id, { provider: 'syncro' });
  const check = (minute: number, health: 'ok' | 'error') => ({
    integrationId: row.id,
    organizationId: tenant.id,
    provider: 'syncro',
    revision: row.revision,
    slot: new Date(stage.clock.now().getTime() + minute * 60_000),
    trigger: 'schedule' as const,
    checkedAt: new Date(stage.clock.now().getTime() + minute * 60_000),
    report: {
      health,
      reason: health === 'error' ? ('unreachable' as const) : null,
      message: health === 'error' ? 'It did not answer.' : 'Fine.',
      latencyMs: 1,
      stages: [],
    },
  });
  await recordChecks(stage.runtime, [check(1, 'ok')]);
  await recordChecks(stage.runtime, [check(2, 'error')]);
  await recordChecks(stage.runtime, [check(3, 'error')]);
  const events = (await told()).filter(({ type }) => type === 'health.changed');
  expect(events).toMatchObject([
    { data: { from: 'configured', to: 'active' } },
    {
      timestamp: expect.any(String),
      data: {
        integrationId: row.id,
        provider: 'syncro',
        from: 'active',
        to: 'error',
        reason: 'unreachable',
        message: 'It did not answer.',
      },
    },
  ]);
});

it('tells of a connection that broke and of one that was made again, not of a first one', async () => {
  const { runtime } = stage;
  const subject = { type: 'integration' as const, id: tenant.id };
  const principal = tenant.system().principal;
  const audit = (action: 'integration.expired' | 'integration.connected', details: object) =>
    runtime.orm.em.fork().transactional((inner) =>
      writeAudit(
        inner,
        { principal, requestId: 'req_x', runtime },
        {
          action,
          subject,
          provider: 'reddit',
          details: { ...details },
        },
      ),
    );
  await audit('integration.connected', { accountName: 'first' });
  await audit('integration.expired', { reason: 'refused', message: 'Connect again.' });
  await audit('integration.connected', { accountName: 'again', before: { broken: true } });
  expect(await told()).toMatchObject([
    { type: 'connection.broken', data: { provider: 'reddit', reason: 'refused' } },
    { type: 'connection.recovered', data: { provider: 'reddit', accountName: 'again' } },
  ]);
});

it('tells nothing of a change that was rolled back', async () => {
  const attempt = stage.runtime.orm.em.fork().transactional(async (inner) => {
    await productEvent(inner, {
      organizationId: tenant.id,
      type: 'account.drift',
      data: {},
      occurredAt: stage.clock.now(),
    });
    throw new Error('changed my mind');
  });
  await expect(attempt).rejects.toThrow('changed my mind');
  expect(await told()).toEqual([]);
});

it('tells an event under one id once, before and after it was handed on', async () => {
  const parts = {
    organizationId: tenant.id,
    type: 'account.drift' as const,
    data: { n: 1 },
    occurredAt: stage.clock.now(),
    eventId: crypto.randomUUID(),
  };
  await productEvent(em(), parts);
  await productEvent(em(), parts);
  expect(await told()).toHaveLength(1);
  await productEvent(em(), parts);
  expect(await told()).toHaveLength(1);
});

it('keeps the order of the outbox when several workers empty it', async () => {
  for (let n = 0; n < 30; n += 1) {
    const occurredAt = stage.clock.now();
    const event = { organizationId: tenant.id, type: 'account.drift' as const, data: { n } };
    await productEvent(em(), { ...event, occurredAt });
  }
  await Promise.all([1, 2, 3].map(() => handOnProductEvents(stage.runtime)));
  const numbers = (await told()).map(({ data }) => Object(data).n);
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, n) => n));
  expect(await em().count(ProductEvent, { organizationId: tenant.id })).toBe(0);
});

it('tells ahead of keys that run out, once for each number of days', async () => {
  const now = stage.clock.now();
  const expiresAt = new Date(now.getTime() + 10 * day);
  const inner = em();
  const { id } = inner.create(ApiKey, {
    id: crypto.randomUUID(),
    organizationId: tenant.id,
    name: 'Nightly',
    prefix: 'pb_abcde',
    hash: crypto.randomUUID(),
    permissions: [],
    expiresAt,
  });
  await inner.flush();
  const days = async () => {
    await tellExpiring(stage.runtime);
    return (await told()).map(({ data }) => Object(data).daysLeft);
  };
  expect(await days()).toEqual([10]);
  expect(await days()).toEqual([10]);
  stage.clock.advance(4 * day);
  expect(await days()).toEqual([10, 6]);
  stage.clock.advance(5.5 * day);
  expect(await days()).toEqual([10, 6, 0]);
  stage.clock.advance(day);
  expect(await days()).toEqual([10, 6, 0]);
  expect((await told())[0]).toMatchObject({
    type: 'secret.expiring',
    data: { subject: 'api_key', keyId: id, name: 'Nightly', expiresAt: expiresAt.toISOString() },
  });
  stage.clock.set(now);
});

it('puts an automatic end on record and into the stream', async () => {
  const receiver = await stage.receiver();
  const { id } = await subscribe(tenant, receiver);

  const lane = { subscriptionId: id, organizationId: tenant.id };
  expect(await disableFor(stage.runtime, lane, 'failing')).toBe(true);
  expect(await disableFor(stage.runtime, lane, 'failing')).toBe(false);
  expect(await told()).toMatchObject([
    { type: 'subscription.disabled', data: { subscriptionId: id, reason: 'failing' } },
  ]);
  const where = { organizationId: tenant.id, action: 'subscription.disabled' };
  expect(await em().count(AuditLog, where)).toBe(1);
});
