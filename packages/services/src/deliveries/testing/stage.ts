import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { WebhookEndpoint, WebhookEvent } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { openWorld, type Tenant, type World } from '../../kernel/testing/world.ts';
import * as subscriptions from '../../subscriptions/index.ts';
import { type Deliveries, type DeliveriesOptions, openDeliveries } from '../engine.ts';
import { fanOut } from '../fan-out.ts';
import { openReceiver, type Receiver } from './receiver.ts';

export type StoredEvent = {
  type?: string;
  channel?: string;
  provider?: string;
  body?: Buffer | string;
  contentType?: string;
  headers?: Record<string, string>;
};

/** A world whose posts may go to this machine, with its clock at the present moment. */
export async function openStage() {
  const world = await openWorld();
  world.clock.set(new Date());
  const http = createHttp({ clock: world.clock, allow: ['127.0.0.1'] });
  Object.assign(world.runtime, { http });
  const workers: Deliveries[] = [];
  const receivers: Receiver[] = [];
  const troubles: unknown[] = [];

  return {
    world,
    runtime: world.runtime,
    clock: world.clock,
    troubles,
    organization: () => world.organization(),
    async receiver(): Promise<Receiver> {
      const receiver = await openReceiver();
      receivers.push(receiver);
      return receiver;
    },
    worker(options: Partial<DeliveriesOptions> = {}): Deliveries {
      const worker = openDeliveries({
        runtime: world.runtime,
        pollMs: 25,
        lingerMs: 50,
        random: () => 0,
        onTrouble: (error) => troubles.push(error),
        ...options,
      });
      workers.push(worker);
      return worker;
    },
    send: (tenant: Tenant, ...events: StoredEvent[]) => handOn(world, tenant, events),
    async close() {
      await Promise.all(workers.map((worker) => worker.stop(100)));
      await Promise.all(receivers.map((receiver) => receiver.close()));
      await http.close();
      await world.close();
    },
  };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A push subscription of an administrator, with its secret. */
export async function subscribe(
  tenant: Tenant,
  receiver: Receiver,
  more: Partial<Parameters<typeof subscriptions.create>[1]> = {},
) {
  const admin = await tenant.as('admin');
  const made = await subscriptions.create(admin, {
    name: 'A program',
    url: receiver.url,
    ...more,
  });
  return { ...made, secret: made.secret ?? '', admin };
}

const endpoints = new WeakMap<Tenant, Promise<string>>();

async function makeEndpoint({ runtime }: World, tenant: Tenant): Promise<string> {
  const id = randomUUID();
  const em = runtime.orm.em.fork();
  const names = { provider: 'github', name: 'Source', token: id };
  em.create(WebhookEndpoint, { id, organizationId: tenant.id, ...names });
  await em.flush();
  return id;
}

/** Stores events as intake does and hands them on, each batch in one transaction; answers their ids in order. */
async function handOn(
  world: World,
  tenant: Tenant,
  events: readonly StoredEvent[],
): Promise<string[]> {
  const { runtime } = world;
  const now = runtime.clock.now();
  const known = endpoints.get(tenant) ?? makeEndpoint(world, tenant);
  endpoints.set(tenant, known);
  const endpointId = await known;
  return runtime.orm.em.fork().transactional(async (em) => {
    const rows = events.map((event) => ({
      id: randomUUID(),
      receivedAt: now,
      organizationId: tenant.id,
      endpoint: endpointId,
      provider: event.provider ?? 'github',
      deliveryId: randomUUID(),
      eventType: event.type ?? 'issue.opened',
      channel: event.channel ?? null,
      state: 'handed_on' as const,
      contentType: event.contentType ?? 'application/json',
      headers: event.headers ?? {},
      body: Buffer.from(event.body ?? '{"n":1}'),
    }));
    await em.insertMany(WebhookEvent, rows);
    await fanOut(
      em,
      rows.map((row) => ({
        id: row.id,
        organizationId: tenant.id,
        provider: row.provider,
        source: endpointId,
        type: row.eventType,
        channel: row.channel,
        receivedAt: now,
      })),
      now,
    );
    return rows.map(({ id }) => id);
  });
}

export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await wait(10);
}
