import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asSystem, systemClock } from '@patchbay/core';
import { Organization, WebhookEndpoint, WebhookEvent } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { fanOut, openPolicy, type ServiceContext, services } from '@patchbay/services';
import type { World } from './world.ts';

/** What a worker needs to post to receivers on this machine. */
export const localReceivers = { OUTBOUND_ALLOW: '127.0.0.1' };

export type Publisher = {
  organizationId: string;
  /** A push subscription; answers its id and secret. */
  subscribe(url: string, more?: { ordered?: boolean }): Promise<{ id: string; secret: string }>;
  /** Stores so many events as intake does and hands them on in one transaction; answers their ids in order. */
  publish(count: number, body?: string): Promise<string[]>;
};

/** An organization with a webhook source and the right to subscribe to it. */
export async function openPublisher({ orm, keys }: World): Promise<Publisher> {
  const [organizationId, endpoint] = [randomUUID(), randomUUID()];
  const em = orm.em.fork();
  const names = { name: 'Acme', slug: organizationId };
  em.create(Organization, { id: organizationId, ...names, createdAt: new Date() });
  await em.flush();
  const source = { provider: 'github', name: 'Source', token: endpoint };
  em.create(WebhookEndpoint, { id: endpoint, organizationId, ...source });
  await em.flush();
  return {
    organizationId,
    async subscribe(url, more = {}) {
      const http = createHttp({ clock: systemClock, allow: ['127.0.0.1'] });
      const oauth = openPolicy('http://patchbay.test');
      const runtime = { orm, keys, clock: systemClock, http, signup: 'closed' as const, oauth };
      const principal = asSystem(organizationId, 'test', ['webhooks:edit']);
      const context: ServiceContext = { runtime, requestId: 'req_test', principal };
      const input = { name: 'A program', url, ...more };
      const { id, secret } = await services.subscriptions.create(context, input);
      await http.close();
      return { id, secret: secret ?? '' };
    },
    publish: (count, body = '{"n":1}') =>
      orm.em.fork().transactional(async (inner) => {
        const receivedAt = new Date();
        const events = Array.from({ length: count }, () => ({
          id: randomUUID(),
          receivedAt,
          organizationId,
          provider: 'github',
          channel: null,
        }));
        await inner.insertMany(
          WebhookEvent,
          events.map((event) => ({
            ...event,
            endpoint,
            deliveryId: event.id,
            eventType: 'push',
            state: 'handed_on' as const,
            contentType: 'application/json',
            headers: {},
            body: Buffer.from(body),
          })),
        );
        const handed = events.map((event) => ({ ...event, source: endpoint, type: 'push' }));
        await fanOut(inner, handed, receivedAt);
        return events.map(({ id }) => id);
      }),
  };
}

export type Receiver = {
  url: string;
  /** Ids of events in the order of arrival, each with the moment (`performance.now()`). */
  arrivals: { id: string; at: number }[];
  /** While true, nothing is answered. */
  silence(isSilent: boolean): void;
  close(): Promise<void>;
};

/** Takes webhooks on a free port of this machine and answers 204. */
export async function openReceiver(): Promise<Receiver> {
  const arrivals: Receiver['arrivals'] = [];
  let isSilent = false;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const id = String(request.headers['webhook-id']).replace('evt_', '');
      arrivals.push({ id, at: performance.now() });
      if (!isSilent) response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    arrivals,
    silence: (value) => {
      isSilent = value;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
