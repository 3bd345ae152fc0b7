import { randomUUID } from 'node:crypto';
import { services } from '@patchbay/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addressOf,
  discordApplication,
  type HookTenant,
  type HookWorld,
  openHookWorld,
  post,
  signed,
} from './testing/world.ts';

let world: HookWorld;
let tenant: HookTenant;
beforeAll(async () => {
  world = await openHookWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await world.tenant();
});

const now = () => world.clock.now().getTime();
const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

async function standardSource() {
  const source = await tenant.source({ provider: 'standard-webhooks', secret });
  return { ...source, address: addressOf(world, source) };
}
const send = (address: string, id: string, body: string, at = now()) =>
  post(address, body, signed.standard(secret, id, body, at));

describe('an event', () => {
  it('is kept byte for byte, with what it says about itself', async () => {
    const source = await standardSource();
    const body = '{"type": "invoice.paid",\n "b":2, "a":"\u00e9\\u0000", "n":1.0}';
    const answer = await send(source.address, 'msg_1', body);
    expect(answer.status).toBe(204);
    const [event] = await world.events(source.id);
    expect(event?.body.toString()).toBe(body);
    expect(event).toMatchObject({
      delivery_id: 'msg_1',
      event_type: 'invoice.paid',
      state: 'received',
      signed_at: expect.anything(),
    });
  });

  it('that is no JSON, or no text, is kept as well', async () => {
    const { id, url, newSecret } = await tenant.source({ provider: 'github' });
    const body = Buffer.from([0, 255, 1, 254, 10, 13]);
    const headers = signed.github(newSecret ?? '', body);
    const answer = await post(addressOf(world, { url }), body, headers);
    expect(answer.status).toBe(202);
    const [event] = await world.events(id);
    expect(event?.body.equals(body)).toBe(true);
    const { items } = await services.events.list(tenant.owner, { sourceId: id });
    const detail = await services.events.get(tenant.owner, {
      id: items[0]?.id ?? '',
      receivedAt: items[0]?.receivedAt ?? new Date(),
    });
    expect(detail).toMatchObject({
      body: null,
      bodyBase64: body.toString('base64'),
      eventType: 'push',
      sizeBytes: 6,
    });
  });

  it('that comes a hundred times at once is stored once, and every copy is answered with success', async () => {
    const source = await standardSource();
    const body = '{"type":"copy"}';
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send(source.address, 'msg_same', body)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await world.events(source.id)).toHaveLength(1);
    await world.hooks.flush();
    expect(await tenant.view(source.id)).toMatchObject({ received: 1, duplicates: 99, refused: 0 });
  });

  it('of one id is another event at another source', async () => {
    const [one, other] = [await standardSource(), await standardSource()];
    await send(one.address, 'msg_x', '{}');
    await send(other.address, 'msg_x', '{}');
    expect(await world.events(one.id)).toHaveLength(1);
    expect(await world.events(other.id)).toHaveLength(1);
  });

  it('keeps no credential among its headers', async () => {
    const pylon = await tenant.source({ provider: 'pylon' });
    const headers = { authorization: `Bearer ${pylon.newSecret}`, cookie: 'a=b', 'x-kept': 'yes' };
    const answer = await post(addressOf(world, pylon), '{"event":"issue.new"}', headers);
    expect(answer.status).toBe(200);
    const rows = await world.query<{ headers: Record<string, string> }>(
      'select headers from webhook_events where endpoint_id = ?',
      [pylon.id],
    );
    expect(rows[0]?.headers).toMatchObject({
      authorization: '[redacted]',
      cookie: '[redacted]',
      'x-kept': 'yes',
    });
    expect(JSON.stringify(rows)).not.toContain(pylon.newSecret);
  });

  it('says in the source when it last came, and in its integration', async () => {
    const pylon = await tenant.source({ provider: 'pylon' });
    await post(addressOf(world, pylon), '{}', { authorization: `Bearer ${pylon.newSecret}` });
    await world.hooks.flush();
    const { lastUsedAt } = await tenant.view(pylon.id);
    expect(lastUsedAt?.getTime()).toBe(now());
    const integration = await services.integrations.get(tenant.owner, { provider: 'pylon' });
    expect(integration.lastUsedAt?.getTime()).toBe(now());
  });
});

it('tells live pages of many events at once', async () => {
  const source = await standardSource();
  const told: string[] = [];
  const stop = new AbortController();
  const reading = (async () => {
    const { signal } = stop;
    for await (const { update } of world.live.subscribe(tenant.organizationId, { signal }))
      told.push(update.type);
  })();
  await expect.poll(() => told).toContain('ready');
  await Promise.all(Array.from({ length: 40 }, (_, at) => send(source.address, `m${at}`, '{}')));
  await world.hooks.flush();
  const received = () => told.filter((type) => type === 'webhook_received').length;
  await expect.poll(received).toBeGreaterThan(0);
  // One when the second was over in between, one at the end.
  expect(received()).toBeLessThanOrEqual(2);
  stop.abort();
  await reading;
});

describe('a request that is not right', () => {
  const body = '{"type":"invoice.paid"}';
  const right = (at = now()) => signed.standard(secret, 'msg_r', body, at);
  type Change = [string, () => { body?: string; headers: Record<string, string> }, string];
  const changes: Change[] = [
    ['without any header', () => ({ headers: {} }), 'The signature is missing.'],
    [
      'without a signature',
      () => ({ headers: { ...right(), 'webhook-signature': '' } }),
      'The signature is missing.',
    ],
    [
      'with a short signature',
      () => ({ headers: { ...right(), 'webhook-signature': 'v1,AAAA' } }),
      'The signature does not match.',
    ],
    [
      'with a long signature',
      () => ({ headers: { ...right(), 'webhook-signature': `v1,${'A'.repeat(400)}` } }),
      'The signature does not match.',
    ],
    [
      'with a signature of another version',
      () => ({ headers: { ...right(), 'webhook-signature': 'v2,AAAA' } }),
      'The signature has another form.',
    ],
    [
      'with a changed byte',
      () => ({ body: body.replace('paid', 'pain'), headers: right() }),
      'The signature does not match.',
    ],
    [
      'cut short',
      () => ({ body: body.slice(0, -1), headers: right() }),
      'The signature does not match.',
    ],
    [
      'encoded anew',
      () => ({ body: JSON.stringify(JSON.parse(body), null, 1), headers: right() }),
      'The signature does not match.',
    ],
    ['six minutes old', () => ({ headers: right(now() - 360_000) }), 'The timestamp is too old.'],
    [
      'six minutes ahead',
      () => ({ headers: right(now() + 360_000) }),
      'The timestamp lies in the future.',
    ],
    [
      'with another timestamp than the signed one',
      () => ({
        headers: { ...right(), 'webhook-timestamp': String(Math.floor(now() / 1_000) - 1) },
      }),
      'The signature does not match.',
    ],
    [
      'with another id than the signed one',
      () => ({ headers: { ...right(), 'webhook-id': 'msg_s' } }),
      'The signature does not match.',
    ],
    [
      'with words for a timestamp',
      () => ({ headers: { ...right(), 'webhook-timestamp': 'yesterday' } }),
      'The timestamp is no number.',
    ],
  ];

  it.each(changes)('%s is refused, counted, and leaves nothing', async (_what, make, reason) => {
    const source = await standardSource();
    const made = make();
    const answer = await post(source.address, made.body ?? body, made.headers);
    expect(answer.status).toBe(401);
    expect(await world.events(source.id)).toEqual([]);
    await world.hooks.flush();
    const view = await tenant.view(source.id);
    expect(view).toMatchObject({ received: 0, refused: 1, refusals: [{ reason }] });
  });

  it('hears the same words whatever is wrong with it', async () => {
    const source = await standardSource();
    const texts = await Promise.all(
      changes.map(async ([, make]) => {
        const made = make();
        return (await post(source.address, made.body ?? body, made.headers)).text();
      }),
    );
    expect(new Set(texts).size).toBe(1);
  });

  it.each([
    'slack',
    'pylon',
    'discord',
    'notion',
    'syncro',
    'github',
    'standard-webhooks',
    'custom',
  ])('and carries no signature is refused by a source of %s', async (provider) => {
    const source = await tenant.source({
      provider,
      ...({
        slack: { secret: 'a-slack-signing-secret' },
        discord: { secret: discordApplication().publicKey },
        'standard-webhooks': { secret },
        custom: {
          rules: {
            verifier: {
              kind: 'hmac',
              hash: 'sha512',
              signature: { header: 'x-sig', encoding: 'hex' },
              signed: ['body'],
            },
          },
        },
      }[provider] ?? {}),
    } as never);
    const address = addressOf(world, source);
    // The address of Syncro's is right but for its secret part.
    const url = provider === 'syncro' ? address.replace(/\/[^/]+$/, '') : address;
    const badly = { 'x-sig': 'zz', authorization: 'Bearer', 'x-hub-signature-256': '' };
    expect((await post(url, '{"type":1}')).status).toBe(401);
    expect((await post(url, '{"type":1}', badly)).status).toBe(401);
    expect(await world.events(source.id)).toEqual([]);
  });

  it('is refused with the right reason when new rules need another form of key', async () => {
    const verifier = {
      kind: 'hmac' as const,
      hash: 'sha256' as const,
      signature: { header: 'x-sig', prefix: '', encoding: 'hex' as const },
      signed: ['body' as const],
    };
    const source = await tenant.source({ provider: 'custom', rules: { verifier } });
    const key = { encoding: 'hex' as const, prefix: '' };
    await services.sources.update(tenant.owner, {
      id: source.id,
      rules: { verifier: { ...verifier, key } },
    });
    const answer = await post(addressOf(world, source), '{}', { 'x-sig': 'abcd' });
    expect(answer.status).toBe(401);
    await world.hooks.flush();
    expect((await tenant.view(source.id)).refusals[0]?.reason).toBe(
      'The secret has not the form that the verifier needs.',
    );
  });

  it('keeps no more than a few reasons, the newest first', async () => {
    const source = await standardSource();
    for (let count = 0; count < 14; count += 1) await post(source.address, '{}');
    await world.hooks.flush();
    await send(source.address, 'msg_old', '{}', now() - 900_000);
    await world.hooks.flush();
    const view = await tenant.view(source.id);
    expect(view.refused).toBe(15);
    expect(view.refusals).toHaveLength(10);
    expect(view.refusals[0]?.reason).toBe('The timestamp is too old.');
  });
});

describe('an address', () => {
  it('without a source, of another sender, switched off or misspelled answers alike', async () => {
    const source = await standardSource();
    const off = await standardSource();
    await services.sources.update(tenant.owner, { id: off.id, enabled: false });
    const removed = await standardSource();
    await services.sources.remove(tenant.owner, { id: removed.id });
    const token = source.address.split('/').at(-1) ?? '';
    const paths = [
      '/hooks/standard-webhooks/abcdefghijkmnpqrstuvwxyz23',
      `/hooks/github/${token}`,
      `/hooks/${token}`,
      '/hooks/slack%2f..',
      '/hooks/',
      '/hooks/nobody',
      new URL(off.address).pathname,
      new URL(removed.address).pathname,
    ];
    for (const path of paths) {
      const answer = await post(world.base + path, '{}', signed.standard(secret, 'a', '{}', now()));
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        404,
        'There is nothing here.\n',
      ]);
    }
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    const source = await standardSource();
    const answer = await fetch(source.address, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('takes a body up to its limit, announced or not', async () => {
    const source = await standardSource();
    const body = 'x'.repeat(1_048_577);
    const announced = await post(source.address, body);
    expect(announced.status).toBe(413);
    const chunks = new ReadableStream({
      start(controller) {
        for (let count = 0; count < 17; count += 1) controller.enqueue(new Uint8Array(65_536));
        controller.close();
      },
    });
    const streamed = await fetch(source.address, {
      method: 'POST',
      body: chunks,
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(413);
    const whole = 'y'.repeat(1_048_576);
    const answer = await post(source.address, whole, signed.standard(secret, 'big', whole, now()));
    expect(answer.status).toBe(204);
    await world.hooks.flush();
    const view = await tenant.view(source.id);
    expect(view).toMatchObject({ received: 1, refused: 2 });
    expect(view.refusals[0]?.reason).toBe('The body is too large.');
  });

  it('is known at once when it is made, and forgotten at once when it goes', async () => {
    const source = await standardSource();
    expect((await send(source.address, 'a', '{}')).status).toBe(204);
    await services.sources.update(tenant.owner, { id: source.id, enabled: false });
    await expect.poll(async () => (await send(source.address, 'b', '{}')).status).toBe(404);
    await services.sources.update(tenant.owner, { id: source.id, enabled: true });
    await expect.poll(async () => (await send(source.address, 'c', '{}')).status).toBe(204);
  });
});

describe('a secret that was rotated', () => {
  it('counts beside the new one until the overlap ends', async () => {
    const source = await tenant.source({ provider: 'github' });
    const address = addressOf(world, source);
    const first = source.newSecret ?? '';
    const { newSecret } = await services.sources.rotateSecret(tenant.owner, {
      id: source.id,
      overlapHours: 2,
    });
    const second = newSecret ?? '';
    const sendWith = (key: string, body: string) => post(address, body, signed.github(key, body));
    await expect.poll(async () => (await sendWith(second, randomUUID())).status).toBe(202);
    expect((await sendWith(first, 'still')).status).toBe(202);
    world.clock.advance(2 * 3_600_000 + 1);
    expect((await sendWith(first, 'too late')).status).toBe(401);
    expect((await sendWith(second, 'fine')).status).toBe(202);
    expect((await tenant.view(source.id)).secret.previousUntil).toBeNull();
  });
});

describe('filters', () => {
  it('keep events that nobody wants, and hand them on to nobody', async () => {
    const source = await tenant.source({
      provider: 'slack',
      secret: 'a-slack-signing-secret',
      filters: { events: ['message', 'app_*'], channels: ['C1'] },
    });
    const address = addressOf(world, source);
    const event = (type: string, channel?: string) =>
      JSON.stringify({ event_id: randomUUID(), event: { type, ...(channel ? { channel } : {}) } });
    const bodies = [
      event('message', 'C1'),
      event('message', 'C2'),
      event('reaction_added', 'C1'),
      event('app_mention'),
    ];
    for (const body of bodies)
      expect(
        (await post(address, body, signed.slack('a-slack-signing-secret', body, now()))).status,
      ).toBe(200);
    const rows = await world.events(source.id);
    const states = bodies.map((body) => rows.find((row) => row.body.toString() === body)?.state);
    expect(states).toEqual(['received', 'filtered', 'filtered', 'received']);
    const integration = await world.query(
      `select config from integration_configs where organization_id = ? and provider = 'slack'`,
      [tenant.organizationId],
    );
    expect(integration).toEqual([{ config: { events: ['message', 'app_*'], channels: ['C1'] } }]);
  });

  it('let nothing through while the integration is paused', async () => {
    const source = await tenant.source({ provider: 'pylon' });
    await services.integrations.toggle(tenant.owner, { provider: 'pylon' });
    const headers = { authorization: `Bearer ${source.newSecret}` };
    expect((await post(addressOf(world, source), '{}', headers)).status).toBe(200);
    expect(await world.events(source.id)).toMatchObject([{ state: 'filtered' }]);
  });
});
