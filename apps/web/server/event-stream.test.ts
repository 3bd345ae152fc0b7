import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { fanOut } from '@patchbay/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { close, listen } from './listen.ts';
import { openStream } from './testing/event-stream.ts';
import { type Founded, openProduct, type Product, type Visitor } from './testing/product.ts';

const example = fileURLToPath(
  new URL('../../../packages/client/examples/follow-events.ts', import.meta.url),
);

let product: Product;
let server: Awaited<ReturnType<typeof listen>>;
let url: string;
beforeAll(async () => {
  product = await openProduct();
  server = await listen(getRequestListener(product.app.fetch), 0, '127.0.0.1');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await close(server);
  await product.close();
});

/** Hands on the product's own events with these numbers, in one transaction. */
const tell = ({ id: organizationId }: Founded, ...numbers: number[]) =>
  product.runtime.orm.em.fork().transactional((em) =>
    fanOut(
      em,
      numbers.map((n) => ({
        id: crypto.randomUUID(),
        organizationId,
        provider: 'patchbay',
        source: null,
        type: 'health.changed',
        channel: null,
        receivedAt: new Date(),
        body: `{"n":${n}}`,
      })),
      new Date(),
    ),
  );

const path = (input: object) =>
  `/api/trpc/webhooks.stream?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
const bodyOf = (frame: { data: unknown } | null): unknown => Object(frame?.data).body;

describe('the stream of events', () => {
  it('carries what is handed on, and goes on behind the last id', async () => {
    const acme = await product.found('Acme');
    const program = await product.program(acme, ['webhooks:read']);
    await tell(acme, 1);
    const first = await openStream(program, undefined, path({ cursor: '0' }));
    const got = await first.next();
    expect([got?.id, bodyOf(got)]).toEqual(['1', '{"n":1}']);
    await tell(acme, 2);
    expect(bodyOf(await first.next())).toBe('{"n":2}');
    await first.close();
    await tell(acme, 3, 4);
    const second = await openStream(program, '2', path({}));
    expect([bodyOf(await second.next()), bodyOf(await second.next())]).toEqual([
      '{"n":3}',
      '{"n":4}',
    ]);
    await second.close();
  });

  it('is open to sessions, and to no key without the permission', async () => {
    const acme = await product.found('Acme');
    await tell(acme, 1);
    const read = async (visitor: Visitor) => {
      const stream = await openStream(visitor, '0', path({}));
      const frame = await stream.next();
      await stream.close();
      return frame?.event;
    };
    expect(await read(acme.owner)).toBe('message');
    expect(await read(await product.program(acme, ['settings:read']))).toBe('serialized-error');
  });

  it('ends when its key is revoked', async () => {
    const acme = await product.found('Acme');
    const program = await product.program(acme, ['webhooks:read']);
    await tell(acme, 1);
    const stream = await openStream(program, '0', path({}));
    await stream.next();
    await acme.owner.client.keys.revoke.mutate({ keyId: program.keyId });
    expect((await stream.next())?.event).toBe('serialized-error');
    await stream.close();
  });
});

describe('the client’s example', () => {
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  function follow(key: string, ...args: string[]) {
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: 'test',
      PATCHBAY_URL: url,
      PATCHBAY_API_KEY: key,
    };
    const child = spawn(process.execPath, [example, ...args], { env });
    started.push(child);
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    child.stderr.on('data', (chunk) => lines.push(String(chunk)));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const stop = async () => {
      child.kill('SIGTERM');
      return ended;
    };
    return { lines, stop, ended };
  }
  const until = async (condition: () => boolean) => {
    while (!condition()) await wait(20);
  };
  const numbers = (lines: string[]) =>
    lines.map((line) => Number(/"n":(\d+)/.exec(line)?.[1] ?? Number.NaN));

  it('goes on where it was when it is started again', async () => {
    const acme = await product.found('Acme');
    const { key } = await product.program(acme, ['webhooks:read']);
    const { id } = await acme.owner.client.subscriptions.create.mutate({
      name: 'Follower',
      kind: 'stream',
    });
    await tell(acme, 1, 2);
    const first = follow(key, id);
    await until(() => first.lines.length >= 2);
    await tell(acme, 3);
    await until(() => first.lines.length >= 3);
    expect(numbers(first.lines)).toEqual([1, 2, 3]);
    // Events 1 and 2 are done with since the third was asked for, and that is noted within a second.
    for (let behind = 9; behind > 1; await wait(50)) {
      const view = await acme.owner.client.subscriptions.get.query({ subscriptionId: id });
      behind = view.reading?.behind ?? 9;
    }
    expect(await first.stop()).toBe(0);
    await tell(acme, 4);
    const second = follow(key, id);
    await until(() => second.lines.some((line) => line.includes('"n":4')));
    const seen = numbers(second.lines);
    expect(seen.at(-1)).toBe(4);
    expect(seen.every((n) => n >= 3)).toBe(true);
    await second.stop();
  });

  it('says why it was refused', async () => {
    const { lines, ended } = follow('pb_wrong');
    expect(await ended).toBe(2);
    expect(lines.join('')).toMatch(/^unauthenticated: /);
  });
});
