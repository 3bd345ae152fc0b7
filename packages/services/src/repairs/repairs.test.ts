import { IntegrationConfig, IntegrationCredential } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReddit } from '../connections/testing/reddit.ts';
import { services } from '../index.ts';
import { openWorld, type World } from '../kernel/testing/world.ts';

const dayMs = 86_400_000;

let world: World;
let scene: Awaited<ReturnType<typeof openReddit>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await openReddit(world);
  await scene.connect();
  return () => scene.close();
});

const repairs = () => services.repairs.list(scene.admin, {});
const where = () => ({ organizationId: scene.organization.id, provider: 'reddit' });
const change = (values: Partial<IntegrationCredential>) =>
  scene.runtime.orm.em.fork().nativeUpdate(IntegrationCredential, where(), values);
const fail = (healthReason: 'auth' | 'unreachable' | 'misconfigured' | 'provider') =>
  scene.runtime.orm.em.fork().nativeUpdate(IntegrationConfig, where(), {
    status: 'error',
    health: 'error',
    healthReason,
    errorMessage: 'What the check said.',
  });

it('is empty where everything works', async () => {
  expect(await repairs()).toEqual([]);
});

describe('a failed check', () => {
  it.each([
    ['auth', 'credentials_refused', 'critical', 'connect'],
    ['unreachable', 'unreachable', 'critical', 'test'],
    ['misconfigured', 'misconfigured', 'critical', 'edit_settings'],
    ['provider', 'provider_trouble', 'warning', 'test'],
  ] as const)('of the kind %s names what mends it', async (reason, kind, severity, action) => {
    await fail(reason);
    expect(await repairs()).toMatchObject([
      {
        provider: 'reddit',
        name: 'Reddit',
        kind,
        severity,
        why: 'What the check said.',
        action: { kind: action },
      },
    ]);
  });

  it('of something that is switched off bothers nobody', async () => {
    await fail('unreachable');
    await services.integrations.toggle(scene.admin, { provider: 'reddit' });
    expect(await repairs()).toEqual([]);
  });
});

it('asks for the permissions that are missing', async () => {
  await change({ scopes: ['read'] });
  expect(await repairs()).toMatchObject([
    { kind: 'scope_drift', severity: 'warning', action: { kind: 'consent', scopes: ['identity'] } },
  ]);
});

it('names an account that waits to be confirmed', async () => {
  await scene.connect('grace');
  const { pending } = await services.connections.get(scene.admin, { provider: 'reddit' });
  expect(await repairs()).toMatchObject([
    {
      kind: 'account_unconfirmed',
      what: 'Another account, grace, waits to be confirmed.',
      action: { kind: 'confirm_account', pendingId: pending?.id },
    },
  ]);
});

describe('a token that is not renewed', () => {
  it('is no news after one passing failure', async () => {
    await change({ refreshError: 'unreachable', refreshFailures: 2 });
    expect(await repairs()).toEqual([]);
    await change({ refreshFailures: 3 });
    expect(await repairs()).toMatchObject([{ kind: 'renewal_failing', severity: 'warning' }]);
  });

  it('is urgent once it has run out', async () => {
    await change({ refreshError: 'unreachable', refreshFailures: 9 });
    world.clock.advance(2 * 3_600_000);
    expect(await repairs()).toMatchObject([{ kind: 'renewal_failing', severity: 'critical' }]);
  });

  it.each([
    ['app_changed', 'connect'],
    ['invalid_client', 'edit_settings'],
  ])('because of %s names the step that helps', async (refreshError, action) => {
    await change({ refreshError, refreshFailures: 1 });
    expect(await repairs()).toMatchObject([{ action: { kind: action } }]);
  });
});

describe('a grant that ends by itself', () => {
  it.each([
    [31, undefined],
    [29, 'notice'],
    [6.5, 'warning'],
    [0.5, 'critical'],
  ])('in %s days is announced as %s', async (days, severity) => {
    const ends = new Date(world.clock.now().getTime() + days * dayMs);
    await change({ refreshTokenExpiresAt: ends });
    const found = await repairs();
    expect(found.map((repair) => repair.severity)).toEqual(severity ? [severity] : []);
    expect(found.map(({ dueAt }) => dueAt)).toEqual(severity ? [ends] : []);
  });
});

it('puts what fails now before what will', async () => {
  await fail('unreachable');
  await change({ scopes: [] });
  expect((await repairs()).map(({ severity }) => severity)).toEqual(['critical', 'warning']);
});
