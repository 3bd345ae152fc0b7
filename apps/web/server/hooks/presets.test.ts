import { randomUUID } from 'node:crypto';
import { services } from '@patchbay/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addressOf,
  appSecret,
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
const json = (value: unknown) => JSON.stringify(value);

describe('Slack', () => {
  const secret = '8f742231b10e8888abcd99yyyzzz85a5';
  const source = async () => {
    const made = await tenant.source({ provider: 'slack', secret });
    return { ...made, address: addressOf(world, made) };
  };
  const send = (address: string, body: string, headers = {}) =>
    post(address, body, { ...signed.slack(secret, body, now()), ...headers });

  it('hears its challenge, and only if that is signed', async () => {
    const { id, address } = await source();
    const body = json({
      type: 'url_verification',
      token: 'old',
      challenge: '3eZbrw1aB10FEMAGAZd4Gy',
    });
    const answer = await send(address, body);
    expect([answer.status, await answer.text()]).toEqual([200, '3eZbrw1aB10FEMAGAZd4Gy']);
    expect((await post(address, body)).status).toBe(401);
    expect(await world.events(id)).toEqual([]);
  });

  it('is asked not to try again what was refused', async () => {
    const { address } = await source();
    const refused = await post(address, '{}');
    expect(refused.headers.get('x-slack-no-retry')).toBe('1');
  });

  it('tries again under the same event id, and what it says about that is kept', async () => {
    const { id, address } = await source();
    const body = json({ event_id: 'Ev08', type: 'event_callback', event: { type: 'message' } });
    const retry = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    expect((await send(address, body, retry)).status).toBe(200);
    world.clock.advance(1_000);
    expect((await send(address, body, { ...retry, 'x-slack-retry-num': '2' })).status).toBe(200);
    const rows = await world.query<{ headers: object }>(
      'select headers from webhook_events where endpoint_id = ?',
      [id],
    );
    expect(rows).toMatchObject([{ headers: retry }]);
  });

  it('sends commands and interactions as forms', async () => {
    const { id, address } = await source();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const command = 'token=t&team_id=T1&channel_id=C7&command=%2Fweather&text=94070';
    const action = `payload=${encodeURIComponent(json({ type: 'block_actions', channel: { id: 'C8' } }))}`;
    expect((await send(address, command, form)).status).toBe(200);
    world.clock.advance(1);
    expect((await send(address, action, form)).status).toBe(200);
    expect(await world.events(id)).toMatchObject([
      { event_type: '/weather', channel: 'C7' },
      { event_type: 'block_actions', channel: 'C8' },
    ]);
  });

  it('may sign with the secret of the settings', async () => {
    const made = await tenant.source({ provider: 'slack' });
    const address = addressOf(world, made);
    const body = json({ event_id: 'Ev1', event: { type: 'message' } });
    expect((await send(address, body)).status).toBe(401);
    expect(made.secret.state).toBe('missing');
    await services.integrations.configure(tenant.owner, {
      provider: 'slack',
      settings: { botToken: 'xoxb-1-abc', signingSecret: secret },
    });
    await expect.poll(async () => (await send(address, body)).status).toBe(200);
    expect((await tenant.view(made.id)).secret.state).toBe('settings');
  });
});

describe("the operator's Slack app", () => {
  const send = (body: string, secret = appSecret) =>
    post(`${world.base}/hooks/slack`, body, signed.slack(secret, body, now()));
  const eventsOf = ({ organizationId }: HookTenant) =>
    world.query('select event_type from webhook_events where organization_id = ?', [
      organizationId,
    ]);

  it('brings every organization the events of its workspaces', async () => {
    const other = await world.tenant();
    const stranger = await world.tenant();
    await tenant.connectSlack('T1');
    await other.connectSlack('T1');
    await stranger.connectSlack('T2');
    const body = json({
      team_id: 'T1',
      event_id: 'Ev9',
      event: { type: 'message', channel: 'C1' },
    });
    expect((await send(body)).status).toBe(200);
    expect((await send(body)).status).toBe(200);
    expect(await eventsOf(tenant)).toEqual([{ event_type: 'message' }]);
    expect(await eventsOf(other)).toEqual([{ event_type: 'message' }]);
    expect(await eventsOf(stranger)).toEqual([]);
    const sources = await services.sources.list(tenant.owner, {});
    expect(sources).toMatchObject([{ kind: 'app', provider: 'slack', url: null }]);
  });

  it('is found by the enterprise, and by every workspace that is authorized', async () => {
    const other = await world.tenant();
    await tenant.connectSlack('E1');
    await other.connectSlack('T9');
    const authorizations = [{ team_id: 'T9', enterprise_id: null }];
    const event = { type: 'app_mention' };
    await send(
      json({ team_id: 'T8', enterprise_id: 'E1', event_id: 'Ev1', event, authorizations }),
    );
    expect(await eventsOf(tenant)).toHaveLength(1);
    expect(await eventsOf(other)).toHaveLength(1);
  });

  it('is believed only with its own secret', async () => {
    await tenant.connectSlack('T5');
    const body = json({ team_id: 'T5', event_id: 'Ev2', event: { type: 'message' } });
    expect((await send(body, 'another-secret')).status).toBe(401);
    expect((await post(`${world.base}/hooks/slack`, body)).status).toBe(401);
    expect(await eventsOf(tenant)).toEqual([]);
  });

  it('can be switched off by an organization, but not removed', async () => {
    await tenant.connectSlack('T7');
    const body = (id: string) => json({ team_id: 'T7', event_id: id, event: { type: 'message' } });
    await send(body('Ev1'));
    const [source] = await services.sources.list(tenant.owner, {});
    const id = source?.id ?? '';
    await expect(services.sources.remove(tenant.owner, { id })).rejects.toMatchObject({
      code: 'conflict',
    });
    await services.sources.update(tenant.owner, { id, enabled: false });
    await world.hooks.flush();
    await expect
      .poll(async () => {
        const before = (await eventsOf(tenant)).length;
        await send(body(randomUUID()));
        return (await eventsOf(tenant)).length - before;
      })
      .toBe(0);
    await services.sources.update(tenant.owner, { id, enabled: true });
    await expect
      .poll(async () => {
        const before = (await eventsOf(tenant)).length;
        await send(body(randomUUID()));
        return (await eventsOf(tenant)).length - before;
      })
      .toBe(1);
  });

  it('is thanked for events of a workspace that nobody is connected with', async () => {
    const body = json({ team_id: 'T404', event_id: 'Ev3', event: { type: 'message' } });
    expect((await send(body)).status).toBe(200);
  });
});

describe('Discord', () => {
  const application = discordApplication();
  const send = async (body: string) => {
    const source = await tenant.source({ provider: 'discord', secret: application.publicKey });
    const answer = await post(addressOf(world, source), body, application.sign(body, now()));
    return { answer, rows: await world.events(source.id) };
  };

  it.each([
    ['a ping', { type: 1 }, 200, '{"type":1}', 0],
    ['a ping of the event address', { version: 1, type: 0 }, 204, '', 0],
    ['a command', { type: 2, id: '11', data: { name: 'help' } }, 200, '{"type":5}', 1],
    ['a component', { type: 3, id: '12', channel_id: '7' }, 200, '{"type":6}', 1],
    ['a completion', { type: 4, id: '13' }, 200, '{"type":8,"data":{"choices":[]}}', 1],
    [
      'an event',
      { version: 1, type: 1, event: { type: 'APPLICATION_AUTHORIZED', timestamp: 'x' } },
      204,
      '',
      1,
    ],
  ])('hears the right answer to %s', async (_what, value, status, text, count) => {
    const { answer, rows } = await send(json(value));
    expect([answer.status, await answer.text(), rows.length]).toEqual([status, text, count]);
  });

  it('finds bad signatures refused, of any length', async () => {
    const source = await tenant.source({ provider: 'discord', secret: application.publicKey });
    const address = addressOf(world, source);
    const good = application.sign('{"type":1}', now());
    for (const signature of [
      '00',
      '0'.repeat(127),
      '0'.repeat(128),
      'zz'.repeat(64),
      '0'.repeat(4_000),
    ]) {
      const headers = { ...good, 'x-signature-ed25519': signature };
      expect((await post(address, '{"type":1}', headers)).status).toBe(401);
    }
    expect((await post(address, '{"type":2}', good)).status).toBe(401);
    expect((await post(address, '{"type":1}', good)).status).toBe(200);
  });

  it('is one event however often it is signed anew', async () => {
    const source = await tenant.source({ provider: 'discord', secret: application.publicKey });
    const body = json({
      version: 1,
      type: 1,
      event: { type: 'ENTITLEMENT_CREATE', timestamp: 't' },
    });
    for (const later of [0, 30_000, 60_000]) {
      world.clock.advance(later);
      await post(addressOf(world, source), body, application.sign(body, now()));
    }
    expect(await world.events(source.id)).toHaveLength(1);
  });
});

describe('Notion', () => {
  const token = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';
  const body = json({ id: 'e1', type: 'page.created', entity: { id: 'p1', type: 'page' } });
  const offer = (address: string, value = token) =>
    post(address, json({ verification_token: value }));

  it('hands over its token once, which is shown until it has proved itself', async () => {
    const source = await tenant.source({ provider: 'notion' });
    const address = addressOf(world, source);
    expect((await post(address, body, signed.notion(token, body))).status).toBe(401);
    expect((await offer(address)).status).toBe(200);
    expect((await tenant.view(source.id)).capturedSecret).toBe(token);
    expect((await offer(address, 'secret_of_somebody_else')).status).toBe(401);
    await world.hooks.flush();
    const [refusal] = (await tenant.view(source.id)).refusals;
    expect(refusal?.reason).toBe('A verification token came although there is one already.');
    const asMember = await services.sources.get(
      {
        ...tenant.owner,
        principal: { ...tenant.owner.principal, permissions: new Set(['webhooks:read']) },
      },
      { id: source.id },
    );
    expect(asMember.capturedSecret).toBeNull();
    await expect
      .poll(async () => (await post(address, body, signed.notion(token, body))).status)
      .toBe(200);
    expect(await world.events(source.id)).toMatchObject([
      { delivery_id: 'e1', event_type: 'page.created', channel: 'p1' },
    ]);
    const view = await tenant.view(source.id);
    expect([view.capturedSecret, view.secret.confirmed]).toEqual([null, true]);
    expect(JSON.stringify(await world.query('select * from webhook_secrets'))).not.toContain(token);
  });

  it('hands over one of several that come at once', async () => {
    const source = await tenant.source({ provider: 'notion' });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => offer(addressOf(world, source), `secret_number_${at}`)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 401, 401, 401, 401, 401]);
  });

  it('may hand over another one after a rotation', async () => {
    const source = await tenant.source({ provider: 'notion' });
    const address = addressOf(world, source);
    await offer(address);
    await services.sources.rotateSecret(tenant.owner, { id: source.id, overlapHours: 1 });
    await expect
      .poll(async () => (await offer(address, 'secret_of_the_next_one')).status)
      .toBe(200);
    await expect
      .poll(
        async () =>
          (await post(address, body, signed.notion('secret_of_the_next_one', body))).status,
      )
      .toBe(200);
    expect((await post(address, body, signed.notion(token, body))).status).toBe(200);
    expect(await world.events(source.id)).toHaveLength(1);
  });
});

describe('Syncro', () => {
  it('is known by the last part of its address', async () => {
    const source = await tenant.source({ provider: 'syncro' });
    const address = addressOf(world, source);
    expect(address.endsWith(`/${source.newSecret}`)).toBe(true);
    const ticket = { text: 'T', attributes: { id: 5, updated_at: '2026-01-01T00:00:00Z' } };
    expect((await post(address, json(ticket))).status).toBe(200);
    expect((await post(address, json({ ...ticket, text: 'again' }))).status).toBe(200);
    const changed = { ...ticket, attributes: { id: 5, updated_at: '2026-01-02T00:00:00Z' } };
    expect((await post(address, json(changed))).status).toBe(200);
    expect((await post(`${address}x`, json(ticket))).status).toBe(401);
    const rows = await world.events(source.id);
    expect(rows.map(({ delivery_id: id }) => id).sort()).toEqual([
      '5:2026-01-01T00:00:00Z',
      '5:2026-01-02T00:00:00Z',
    ]);
    expect((await tenant.view(source.id)).url).not.toContain(source.newSecret);
  });
});

describe('Pylon', () => {
  it('is one event within ten minutes, and another one later', async () => {
    const source = await tenant.source({ provider: 'pylon' });
    const headers = { authorization: `Bearer ${source.newSecret}` };
    const body = json({ event: 'issue.updated', issue: { id: 'i1', team_id: 't1' } });
    const send = () => post(addressOf(world, source), body, headers);
    world.clock.set(new Date(Math.ceil(now() / 600_000) * 600_000));
    await send();
    world.clock.advance(300_000);
    await send();
    expect(await world.events(source.id)).toMatchObject([
      { event_type: 'issue.updated', channel: 't1' },
    ]);
    world.clock.advance(300_000);
    expect((await send()).status).toBe(200);
    expect(await world.events(source.id)).toHaveLength(2);
  });

  it('may write its scheme as it likes', async () => {
    const source = await tenant.source({ provider: 'pylon' });
    const headers = { authorization: `bearer  ${source.newSecret} ` };
    expect((await post(addressOf(world, source), '{}', headers)).status).toBe(200);
  });
});
