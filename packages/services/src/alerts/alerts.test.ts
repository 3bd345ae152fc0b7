import { IntegrationConfig, IntegrationCredential } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as integrations from '../integrations/index.ts';
import * as alerts from './index.ts';
import { type Alerting, openAlerting, type Place } from './testing/alerting.ts';

let scene: Alerting;
let place: Place;
beforeAll(async () => {
  scene = await openAlerting();
});
afterAll(() => scene.close());
beforeEach(async () => {
  place = await scene.open();
});

const hour = 3_600_000;
const onRow = (values: Partial<IntegrationConfig>) =>
  scene.runtime.orm.em.fork().nativeUpdate(IntegrationConfig, { id: place.integrationId }, values);

describe('failed checks', () => {
  it('open one alert with the third in a row', async () => {
    await scene.checks(place, 'unreachable', 'unreachable');
    expect(await scene.listed(place)).toEqual([]);
    await scene.checks(place, 'unreachable', 'unreachable', 'unreachable');
    expect(await scene.listed(place)).toMatchObject([
      {
        kind: 'health',
        severity: 'critical',
        reason: 'unreachable',
        what: 'The system cannot be reached.',
        why: 'It is unreachable.',
        subject: { name: 'Syncro', provider: 'syncro', integrationId: place.integrationId },
        closedAt: null,
      },
    ]);
  });

  it('that alternate with good ones open none', async () => {
    await scene.checks(place, 'provider', 'provider', 'ok', 'provider', 'provider', 'ok');
    expect(await scene.listed(place)).toEqual([]);
  });

  it('open one at once where no further check follows', async () => {
    await scene.check(place, 'auth');
    expect(await scene.listed(place)).toMatchObject([{ reason: 'auth', severity: 'critical' }]);
  });

  it('close it with the second good one, and not with the first', async () => {
    await scene.checks(place, 'provider', 'provider', 'provider', 'ok');
    expect(await scene.listed(place)).toHaveLength(1);
    await scene.checks(place, 'provider', 'ok');
    expect(await scene.listed(place)).toHaveLength(1);
    await scene.check(place, 'ok');
    expect(await scene.listed(place)).toEqual([]);
    expect(await scene.listed(place, 'closed')).toMatchObject([{ ending: 'recovered' }]);
  });

  it('open another alert for another reason once that has stood as long', async () => {
    await scene.checks(place, 'provider', 'provider', 'provider', 'unreachable', 'provider');
    expect(await scene.listed(place)).toMatchObject([{ reason: 'provider' }]);
    await scene.checks(place, 'unreachable', 'unreachable', 'unreachable');
    await scene.watch();
    expect(await scene.listed(place)).toMatchObject([{ reason: 'unreachable' }]);
    expect(await scene.listed(place, 'closed')).toMatchObject([
      { reason: 'provider', ending: 'replaced' },
    ]);
  });

  it('follow the rules of the organization', async () => {
    await alerts.updateRules(place.admin, { openAfter: 1, closeAfter: 1 });
    await scene.check(place, 'provider');
    expect(await scene.listed(place)).toHaveLength(1);
    await scene.check(place, 'ok');
    expect(await scene.listed(place)).toEqual([]);
  });

  it('of what is switched off end with it', async () => {
    await scene.checks(place, 'provider', 'provider', 'provider');
    await integrations.toggle(place.admin, { provider: 'syncro' });
    await scene.watch();
    expect(await scene.listed(place, 'all')).toMatchObject([{ ending: 'gone' }]);
  });

  it('stay open over new settings until those are known to work', async () => {
    await scene.check(place, 'auth');
    const settings = { subdomain: 'acme', apiToken: 'another-token-of-some-length' };
    await integrations.update(place.admin, { provider: 'syncro', settings });
    await scene.watch();
    expect(await scene.listed(place)).toHaveLength(1);
    await scene.checks(place, 'ok', 'ok');
    expect(await scene.listed(place)).toEqual([]);
  });
});

it('opens one alert however many look at once', async () => {
  await scene.webhook(place);
  await onRow({ status: 'error', healthReason: 'provider', failuresInRow: 3, reasonInRow: 3 });
  const passes = await Promise.all([1, 2, 3, 4].map(() => scene.watch()));
  expect(passes.map(({ opened }) => opened).sort()).toEqual([0, 0, 0, 1]);
  expect(await scene.listed(place)).toHaveLength(1);
  expect(await scene.notes(place)).toHaveLength(1);
});

describe('a connection', () => {
  const connect = (values: Partial<IntegrationCredential>) =>
    scene.runtime.orm.em.fork().insert(IntegrationCredential, {
      integration: place.integrationId,
      organizationId: place.tenant.id,
      provider: 'syncro',
      connectionType: 'public',
      app: 'own',
      clientId: 'app',
      accountId: 'a',
      accountName: 'Acme',
      accessToken: 'sealed',
      tokenType: 'bearer',
      scopes: [],
      connectedAt: scene.clock.now(),
      ...values,
    });
  const change = (values: Partial<IntegrationCredential>) =>
    scene.runtime.orm.em
      .fork()
      .nativeUpdate(IntegrationCredential, { integration: place.integrationId }, values);

  it('that broke is one alert, in place of that of its checks', async () => {
    await connect({});
    await scene.check(place, 'auth');
    await change({ brokenAt: scene.clock.now(), brokenReason: 'refused' });
    await scene.watch();
    expect(await scene.listed(place)).toMatchObject([{ kind: 'connection', reason: 'refused' }]);
    expect(await scene.listed(place, 'closed')).toMatchObject([{ ending: 'replaced' }]);
    await change({ brokenAt: null, brokenReason: null });
    await scene.watch();
    expect((await scene.listed(place)).filter(({ kind }) => kind === 'connection')).toEqual([]);
  });

  it('that ends by itself is announced within the days of the rules', async () => {
    const inDays = (days: number) => new Date(scene.clock.now().getTime() + days * 24 * hour);
    await connect({ expiresAt: inDays(8) });
    await scene.watch();
    expect(await scene.listed(place)).toEqual([]);
    await change({ expiresAt: inDays(6) });
    await scene.watch();
    expect(await scene.listed(place)).toMatchObject([{ kind: 'expiry', severity: 'warning' }]);
    await alerts.updateRules(place.admin, { expiryDays: 0 });
    await scene.watch();
    expect(await scene.listed(place)).toEqual([]);
  });
});

describe('reminders', () => {
  const down = ['provider', 'provider', 'provider'] as const;
  const kinds = async () => (await scene.notes(place)).map(({ kind }) => kind);

  it('come each day while it is open, and end when somebody takes it on', async () => {
    await scene.webhook(place);
    await scene.checks(place, ...down);
    scene.clock.advance(24 * hour - 1);
    await scene.watch();
    expect(await kinds()).toEqual(['opened']);
    scene.clock.advance(1);
    await scene.watch();
    await scene.watch();
    expect(await kinds()).toEqual(['opened', 'reminder']);
    const [alert] = await scene.listed(place);
    const taken = await alerts.acknowledge(place.admin, { alertId: alert?.id ?? '' });
    expect(taken.acknowledged).toMatchObject({ by: 'Some admin' });
    scene.clock.advance(48 * hour);
    await scene.watch();
    expect(await kinds()).toEqual(['opened', 'reminder']);
    await alerts.acknowledge(place.admin, { alertId: alert?.id ?? '', acknowledged: false });
    await scene.watch();
    expect(await kinds()).toEqual(['opened', 'reminder', 'reminder']);
  });

  it('never come where the rules say so', async () => {
    await scene.webhook(place);
    await alerts.updateRules(place.admin, { remindHours: 0 });
    await scene.checks(place, ...down);
    scene.clock.advance(1_000 * hour);
    await scene.watch();
    expect(await kinds()).toEqual(['opened']);
  });
});

describe('maintenance', () => {
  const plan = (hours: number, integrationId?: string) =>
    alerts.createWindow(place.admin, {
      name: 'Moving house',
      integrationId,
      startsAt: scene.clock.now(),
      endsAt: new Date(scene.clock.now().getTime() + hours * hour),
    });
  const outcomes = async () =>
    (await scene.notes(place)).map(({ kind, status }) => `${kind} ${status}`);

  it('keeps alerts quiet, on record, and tells at its end what is still open', async () => {
    await scene.webhook(place);
    await plan(1);
    await scene.checks(place, 'provider', 'provider', 'provider');
    await scene.watch();
    expect(await outcomes()).toEqual(['opened suppressed']);
    expect(await scene.listed(place)).toMatchObject([{ announcedAt: null, suppressed: 1 }]);
    scene.clock.advance(hour);
    await scene.watch();
    expect(await outcomes()).toEqual(['opened suppressed', 'opened pending']);
    expect(await scene.deliver(place)).toEqual(['opened suppressed', 'opened sent']);
  });

  it('says nothing of what came and went within it', async () => {
    await scene.webhook(place);
    await plan(1, place.integrationId);
    await scene.checks(place, 'provider', 'provider', 'provider', 'ok', 'ok');
    scene.clock.advance(2 * hour);
    await scene.watch();
    expect(await outcomes()).toEqual(['opened suppressed']);
  });

  it('of another integration changes nothing', async () => {
    await scene.webhook(place);
    const other = await integrations.get(place.admin, { provider: 'msp360' });
    await plan(1, other.id);
    await scene.checks(place, 'provider', 'provider', 'provider');
    expect(await outcomes()).toEqual(['opened pending']);
  });

  it('that is ended early tells at once', async () => {
    await scene.webhook(place);
    const window = await plan(5);
    await scene.checks(place, 'provider', 'provider', 'provider');
    await alerts.removeWindow(place.admin, { windowId: window.id });
    await scene.watch();
    expect(await outcomes()).toEqual(['opened suppressed', 'opened pending']);
  });
});

describe('what programs are told', () => {
  it('is one event for the opening and one for the closing', async () => {
    await scene.checks(place, 'provider', 'provider', 'provider', 'ok', 'ok');
    await scene.watch();
    const contents = await scene.world.contents();
    const rows = (contents['public.product_events'] ?? '').split('\n');
    const [closed] = await scene.listed(place, 'closed');
    const about = rows.filter((row) => row.includes(closed?.id ?? 'none'));
    expect(about.map((row) => /alert\.\w+/.exec(row)?.[0]).sort()).toEqual([
      'alert.closed',
      'alert.opened',
    ]);
  });
});

describe('another organization', () => {
  it('sees and changes nothing of it', async () => {
    const channel = await scene.webhook(place);
    await scene.checks(place, 'provider', 'provider', 'provider');
    const [alert] = await scene.listed(place);
    const window = await alerts.createWindow(place.admin, {
      name: 'Quiet',
      weekdays: [1],
      startMinute: 0,
      durationMinutes: 60,
    });
    const { admin } = await scene.open();
    const before = await scene.world.contents();
    const alertId = alert?.id ?? '';
    const channelId = channel.id;
    const attempts = [
      () => alerts.get(admin, { alertId }),
      () => alerts.acknowledge(admin, { alertId }),
      () => alerts.updateChannel(admin, { channelId, name: 'Ours' }),
      () => alerts.rotateChannelSecret(admin, { channelId }),
      () => alerts.testChannel(admin, { channelId }),
      () => alerts.removeChannel(admin, { channelId }),
      () => alerts.removeWindow(admin, { windowId: window.id }),
      () =>
        alerts.createWindow(admin, {
          name: 'Theirs',
          integrationId: place.integrationId,
          weekdays: [1],
          startMinute: 0,
          durationMinutes: 60,
        }),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    expect(await scene.world.contents()).toEqual(before);
    expect(await alerts.list(admin, { state: 'all' })).toMatchObject({ items: [] });
    expect(await alerts.windows(admin, {})).toEqual([]);
    expect(await alerts.channels(admin, {})).toMatchObject({ channels: [] });
    expect(await alerts.count(admin, {})).toMatchObject({ open: 0 });
  });
});
