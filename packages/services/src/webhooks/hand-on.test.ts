import { randomUUID } from 'node:crypto';
import { WebhookEvent, WebhookReceipt } from '@patchbay/db';
import { checkHealth, ensureJobs, waitingJobs } from '@patchbay/jobs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import * as sources from '../sources/index.ts';
import type { EventRow } from './event-row.ts';
import { handOnEvents, retryFailedEvents } from './hand-on.ts';
import { createIntake } from './intake.ts';
import { pruneReceipts } from './prune.ts';
import { storeEvents } from './store-events.ts';

let world: World;
let tenant: Tenant;
let sourceId: string;
beforeAll(async () => {
  world = await openWorld();
  await ensureJobs(world.url);
});
afterAll(() => world.close());
beforeEach(async () => {
  await query('truncate webhook_events, webhook_receipts, webhook_messages');
  tenant = await world.organization();
  ({ id: sourceId } = await sources.create(await tenant.as('owner'), { provider: 'github' }));
});

const query = (text: string, values: unknown[] = []) =>
  world.runtime.orm.em.fork().getConnection().execute<Record<string, unknown>[]>(text, values);

let count = 0;
const row = (parts: Partial<EventRow> = {}): EventRow => {
  count += 1;
  return {
    id: randomUUID(),
    receivedAt: world.clock.now().getTime() + count,
    organizationId: tenant.id,
    endpointId: sourceId,
    integrationId: null,
    provider: 'github',
    deliveryId: `delivery-${count}`,
    eventType: 'push',
    channel: null,
    state: 'received',
    contentType: 'application/json',
    headers: {},
    body: Buffer.from('{}'),
    signedAt: null,
    ...parts,
  };
};
const store = (rows: EventRow[]) => storeEvents(world.runtime.orm, rows);
const messages = () => query('select event_id, type from webhook_messages order by position');
const stateOf = async (id: string) => {
  const [found] = await query('select state, failures from webhook_events where id = ?', [id]);
  return found;
};

describe('storing', () => {
  it('tells the stored from the copies, in the order given, also within one batch', async () => {
    const first = row({ deliveryId: 'same' });
    expect(await store([first])).toEqual(['stored']);
    const batch = [row(), row({ deliveryId: 'same' }), row({ deliveryId: 'b' })];
    expect(await store([...batch, row({ deliveryId: 'b' })])).toEqual([
      'stored',
      'duplicate',
      'stored',
      'duplicate',
    ]);
    expect(await query('select count(*)::int as n from webhook_receipts')).toEqual([{ n: 3 }]);
  });

  it('keeps each body its own, empty ones and odd bytes too', async () => {
    const bodies = [
      Buffer.from([0, 255, 10]),
      Buffer.alloc(0),
      Buffer.from('\u00e9'),
      Buffer.alloc(3_000, 7),
    ];
    const rows = bodies.map((body) => row({ body }));
    await store(rows);
    const em = world.runtime.orm.em.fork();
    for (const [at, { id }] of rows.entries()) {
      const { body } = await em.findOneOrFail(WebhookEvent, { id });
      expect(Buffer.from(body).equals(bodies[at] ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('lets two processes with the same copies in another order both end', async () => {
    const names = Array.from({ length: 200 }, (_, at) => `copy-${at}`);
    const results = await Promise.all([
      store(names.map((deliveryId) => row({ deliveryId }))),
      store(names.toReversed().map((deliveryId) => row({ deliveryId }))),
    ]);
    const stored = results.flat().filter((result) => result === 'stored');
    expect(stored).toHaveLength(200);
  });

  it('lets one bad row harm no other', async () => {
    const errors: unknown[] = [];
    const intake = createIntake({
      orm: world.runtime.orm,
      onError: (error) => errors.push(error),
      onStored: () => undefined,
    });
    const bad = row({ endpointId: randomUUID() });
    const settled = await Promise.allSettled([row(), bad, row(), row()].map(intake.store));
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(errors).toHaveLength(1);
  });
});

describe('handing on', () => {
  it('takes the oldest first, marks them with their deliveries, and takes none twice', async () => {
    const rows = [row(), row({ state: 'filtered' }), row({ eventType: null })];
    await store(rows.toReversed());
    expect(await handOnEvents(world.runtime)).toEqual({ handedOn: 2, isMore: false });
    expect(await messages()).toEqual([
      { event_id: rows[0]?.id, type: 'push' },
      { event_id: rows[2]?.id, type: 'unknown' },
    ]);
    expect(await stateOf(rows[1]?.id ?? '')).toMatchObject({ state: 'filtered' });
    expect(await handOnEvents(world.runtime)).toEqual({ handedOn: 0, isMore: false });
    expect(await messages()).toHaveLength(2);
  });

  it('happens once, however many processes try', async () => {
    await store(Array.from({ length: 50 }, () => row()));
    await Promise.all(Array.from({ length: 5 }, () => handOnEvents(world.runtime)));
    await handOnEvents(world.runtime);
    expect(await messages()).toHaveLength(50);
  });

  it('goes on past an event that cannot be handed on, and tries that one again', async () => {
    const rows = [row(), row({ eventType: 'poison' }), row()];
    await store(rows);
    // Stands in for whatever may be wrong with one event.
    await query(`alter table webhook_messages add constraint no_poison check (type <> 'poison')`);
    try {
      expect((await handOnEvents(world.runtime)).handedOn).toBe(2);
      expect(await stateOf(rows[1]?.id ?? '')).toEqual({ state: 'received', failures: 1 });
      expect(await retryFailedEvents(world.runtime)).toBe(0);
    } finally {
      await query('alter table webhook_messages drop constraint no_poison');
    }
    expect(await retryFailedEvents(world.runtime)).toBe(1);
    expect(await stateOf(rows[1]?.id ?? '')).toMatchObject({ state: 'handed_on' });
    expect(await messages()).toHaveLength(3);
  });

  it('is tried again for each by itself, so that a bad one holds up no other', async () => {
    const rows = [row({ eventType: 'poison' }), row(), row()];
    await store(rows);
    await query('update webhook_events set failures = 1');
    await query(`alter table webhook_messages add constraint no_poison check (type <> 'poison')`);
    try {
      expect(await retryFailedEvents(world.runtime)).toBe(2);
    } finally {
      await query('alter table webhook_messages drop constraint no_poison');
    }
    expect(await stateOf(rows[0]?.id ?? '')).toEqual({ state: 'received', failures: 2 });
    expect(await messages()).toHaveLength(2);
  });
});

it('an integration whose provider says that it is over is checked', async () => {
  const slack = await sources.create(await tenant.as('owner'), { provider: 'slack' });
  const { id: endpointId, integrationId } = slack;
  const parts = { endpointId, integrationId, provider: 'slack' };
  await store([
    row({ ...parts, eventType: 'message' }),
    row({ ...parts, eventType: 'app_uninstalled' }),
    row({ ...parts, eventType: 'tokens_revoked' }),
    row({ eventType: 'app_uninstalled' }),
  ]);
  expect((await handOnEvents(world.runtime)).handedOn).toBe(4);
  const jobs = await waitingJobs(world.runtime.orm.em.fork(), checkHealth);
  expect(jobs.map(({ input }) => input.integrationIds)).toEqual([[integrationId]]);
});

it('receipts are forgotten after their time, and no others', async () => {
  await store([row({ deliveryId: 'old', receivedAt: 0 }), row({ deliveryId: 'new' })]);
  expect(await pruneReceipts(world.runtime, new Date(1_000))).toBe(1);
  const left = await world.runtime.orm.em.fork().find(WebhookReceipt, {});
  expect(left.map(({ deliveryId }) => deliveryId)).toEqual(['new']);
});
