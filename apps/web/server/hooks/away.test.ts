import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closed, listening } from '../proxy/testing/upstream.ts';
import { createHookDoor } from './hooks.ts';
import {
  addressOf,
  type HookTenant,
  type HookWorld,
  openHookWorld,
  post,
  signed,
} from './testing/world.ts';

let world: HookWorld;
let tenant: HookTenant;
beforeAll(async () => {
  world = await openHookWorld({ relayed: true });
  tenant = await world.tenant();
});
afterAll(async () => {
  world.relay?.mend();
  await world.close();
});

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

async function standardSource() {
  const source = await tenant.source({ provider: 'standard-webhooks', secret });
  const address = addressOf(world, source);
  const send = (id: string) => {
    const body = `{"type":"t","n":"${id}"}`;
    return post(address, body, signed.standard(secret, id, body, world.clock.now().getTime()));
  };
  return { ...source, address, send };
}

describe('while the database is away', () => {
  it('nothing is answered with success, and everything is taken when it is back', async () => {
    const { id, send } = await standardSource();
    expect((await send('before')).status).toBe(204);
    world.relay?.cut();
    const refused = await Promise.all(['a', 'b', 'c'].map(send));
    for (const answer of refused) {
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    world.relay?.mend();
    for (const name of ['a', 'b', 'c'])
      await expect.poll(async () => (await send(name)).status, { timeout: 5_000 }).toBe(204);
    const names = (await world.events(id)).map(({ delivery_id: name }) => name);
    expect(names.sort()).toEqual(['a', 'b', 'before', 'c']);
  });

  it('an address that nobody looked up yet is not said to be nowhere', async () => {
    const { send } = await standardSource();
    world.relay?.cut();
    expect((await send('x')).status).toBe(503);
    world.relay?.mend();
    await expect.poll(async () => (await send('x')).status, { timeout: 5_000 }).toBe(204);
  });
});

describe('while bodies fill the room there is for them', () => {
  it('further senders are asked to come back, and taken when it is free again', async () => {
    const { id, url, newSecret } = await tenant.source({ provider: 'github' });
    const { hooks, clock } = world;
    const door = createHookDoor({
      hooks,
      log: () => undefined,
      now: () => clock.now().getTime(),
      mostHeldBytes: 10_000,
    });
    const server = createServer((request, response) => void door.take(request, response));
    const address = `http://127.0.0.1:${await listening(server)}${new URL(url ?? '').pathname}`;
    const body = 'x'.repeat(8_000);
    const headers = signed.github(newSecret ?? '', body);
    const slow = request(address, {
      method: 'POST',
      headers: { ...headers, 'x-github-delivery': 'slow', 'content-length': '8000' },
    });
    slow.write(body.slice(0, 7_999));
    const answered = once(slow, 'response');
    const quick = (name: string) =>
      post(address, body, { ...headers, 'x-github-delivery': name }).then(({ status }) => status);
    await expect.poll(() => quick('refused')).toBe(503);
    slow.end(body.slice(7_999));
    const [response] = await answered;
    expect(response.statusCode).toBe(202);
    expect(await quick('later')).toBe(202);
    const names = (await world.events(id)).map(({ delivery_id: name }) => name);
    expect(names).toEqual(expect.arrayContaining(['slow', 'later']));
    await closed(server);
  });
});

describe('a sender is answered before it stops waiting', () => {
  it('when the database hangs', async () => {
    const { id, send } = await standardSource();
    await send('before');
    const lock = world.runtime.orm.em.fork();
    await lock.begin();
    await lock.execute('lock table webhook_receipts in access exclusive mode');
    const answer = await send('while it hangs');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    await lock.rollback();
    // The sender cannot know that it was stored after all, sends it again, and finds it there.
    expect((await send('while it hangs')).status).toBe(204);
    expect(await world.events(id)).toHaveLength(2);
  });

  it('when its own body does not end', async () => {
    const { address } = await standardSource();
    const socket = connect(world.port, '127.0.0.1');
    socket.write(
      `POST ${new URL(address).pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{`,
    );
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 5/i);
    await once(socket, 'close');
  });
});

it('whatever was answered with success is there once, however often the line breaks', async () => {
  const { id, send } = await standardSource();
  const names = Array.from({ length: 400 }, (_, at) => `event-${at}`);
  const waiting = [...names];
  const statuses = new Map<number, number>();
  const sender = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const { status } = await send(name);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status !== 204) {
        waiting.push(name);
        await wait(20);
      }
    }
  };
  const senders = Array.from({ length: 16 }, sender);
  for (let cuts = 0; cuts < 5; cuts += 1) {
    await wait(60);
    world.relay?.cut();
    await wait(30);
    world.relay?.mend();
  }
  await Promise.all(senders);
  const stored = (await world.events(id)).map(({ delivery_id: name }) => name);
  expect(stored.sort()).toEqual(names.toSorted());
  expect([...statuses.keys()].sort()).toEqual([204, 503]);
}, 60_000);
