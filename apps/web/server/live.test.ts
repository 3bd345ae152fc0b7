import { randomUUID } from 'node:crypto';
import { eventChannel } from '@patchbay/services';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStream } from './testing/event-stream.ts';
import { type Founded, openProduct, type Product, type Visitor } from './testing/product.ts';

let product: Product;
let acme: Founded;
let bravo: Founded;

beforeAll(async () => {
  product = await openProduct();
  acme = await product.found('Acme');
  bravo = await product.found('Bravo');
});
afterAll(() => product.close());

/** A stream that has said hello and told what was still on its way, so that only what comes from now on is left. */
async function listening(visitor: Visitor, lastEventId?: string) {
  const stream = await openStream(visitor, lastEventId);
  onTestFinished(() => stream.close());
  const hello = await stream.next();
  const marker = randomUUID();
  await product.query(notify, [event(organizationOf(visitor), marker)]);
  for (;;) {
    const frame = await stream.next();
    if (frame === null || JSON.stringify(frame.data).includes(marker)) break;
  }
  return { ...stream, hello };
}

/** Everybody but one owner is of Acme; programs say so by their key alone. */
const organizationOf = (visitor: Visitor): string => (visitor === bravo.owner ? bravo.id : acme.id);

const toggle = ({ owner }: Founded) => owner.client.integrations.toggle.mutate({ provider: 'obs' });
const notify = `select pg_notify('${eventChannel}', $1)`;
const event = (organizationId: string, id: string) =>
  JSON.stringify({ organizationId, type: 'checked', subject: { type: 'integration', id } });

describe('the stream', () => {
  it('tells what changed, without its content and without the organization', async () => {
    const stream = await listening(acme.owner);
    expect(stream.hello?.data).toEqual({ type: 'ready' });
    const { id, enabled } = await toggle(acme);
    expect(await stream.next()).toMatchObject({
      id: expect.stringMatching(/^\w+-\d+$/),
      data: { type: enabled ? 'enabled' : 'disabled', subject: { type: 'integration', id } },
    });
  });

  it('delivers at commit: what commits first arrives first, what is rolled back never', async () => {
    const stream = await listening(acme.owner);
    const client = new pg.Client({ connectionString: product.url });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query('begin');
    await client.query(notify, [event(acme.id, 'rolled back')]);
    await client.query('rollback');
    await client.query('begin');
    await client.query(notify, [event(acme.id, 'sent first')]);
    await product.query(notify, [event(acme.id, 'committed first')]);
    expect(await stream.next()).toMatchObject({ data: { subject: { id: 'committed first' } } });
    await client.query('commit');
    expect(await stream.next()).toMatchObject({ data: { subject: { id: 'sent first' } } });
  });

  it('carries nothing of other organizations', async () => {
    const stream = await listening(bravo.owner);
    await toggle(acme);
    const { id } = await toggle(bravo);
    expect(await stream.next()).toMatchObject({ data: { subject: { id } } });
  });

  it('opens for a browser, which names the organization in the address', async () => {
    const { 'x-patchbay-organization': slug, ...headers } = acme.owner.headers;
    const params = encodeURIComponent(JSON.stringify({ organization: slug }));
    const browser = product.visit(headers);
    const address = (path: string) => `${path}?connectionParams=${params}`;
    const stream = await openStream({
      ...browser,
      fetch: (path, init) => browser.fetch(address(path), init),
    });
    onTestFinished(() => stream.close());
    expect((await stream.next())?.data).toEqual({ type: 'ready' });
  });

  it('is refused to whoever may not read', async () => {
    const auditor = await product.program(acme, ['audit:read']);
    for (const [visitor, code] of [
      [product.inside(acme.owner, bravo.slug), 'not_found'],
      [product.visit({}), 'unauthenticated'],
      [auditor, 'forbidden'],
    ] as const) {
      const { hello, next } = await listening(visitor);
      expect(hello).toMatchObject({
        event: 'serialized-error',
        data: { data: { patchbay: { code } } },
      });
      expect(await next()).toBeNull();
    }
  });
});

describe('the end of a stream', () => {
  it('comes with the revocation of the key', async () => {
    const program = await product.program(acme);
    const stream = await listening(program);
    await acme.owner.client.keys.revoke.mutate({ keyId: program.keyId });
    // The use of the key may be announced before its end.
    let last = await stream.next();
    while (last?.event === 'message') last = await stream.next();
    expect(last).toMatchObject({
      event: 'serialized-error',
      data: { data: { patchbay: { code: 'unauthenticated' } } },
    });
    expect(await stream.next()).toBeNull();
  });

  it('comes with the removal of the member, before the news of it', async () => {
    const member = await product.join(acme, 'member');
    const stream = await listening(member);
    await member.client.members.leave.mutate();
    expect(await stream.next()).toMatchObject({
      event: 'serialized-error',
      data: { data: { patchbay: { code: 'not_found' } } },
    });
  });

  it('leaves nothing behind when the reader goes away', async () => {
    const stream = await listening(acme.owner);
    await stream.close();
    await toggle(acme);
    expect(product.log.filter((line) => line.includes('live.events'))).toEqual([]);
  });
});

describe('coming back', () => {
  it('brings what was missed', async () => {
    const first = await listening(acme.owner);
    await toggle(acme);
    const seen = await first.next();
    await first.close();
    const missed = [await toggle(acme), await toggle(acme)];
    const second = await openStream(acme.owner, seen?.id ?? undefined);
    onTestFinished(() => second.close());
    for (const { enabled } of missed) {
      expect(await second.next()).toMatchObject({
        data: { type: enabled ? 'enabled' : 'disabled' },
      });
    }
  });

  it('asks to read again when that is not known any more', async () => {
    for (const id of ['another-process-12', 'abcd-1', 'nonsense']) {
      const { hello } = await listening(acme.owner, id);
      expect(hello?.data).toEqual({ type: 'resync' });
    }
  });

  it('asks to read again after the database connection was lost', async () => {
    const stream = await listening(acme.owner);
    await product.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'patchbay live'
       and datname = current_database()`,
    );
    expect((await stream.next())?.data).toEqual({ type: 'resync' });
    const { id } = await toggle(acme);
    expect(await stream.next()).toMatchObject({ data: { subject: { id } } });
  });
});
