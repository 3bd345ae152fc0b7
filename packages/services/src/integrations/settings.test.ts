import { LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { IntegrationConfig } from '@patchbay/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceContext } from '../kernel/index.ts';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import * as integrations from './index.ts';

const first = { subdomain: 'acme', apiToken: 'first-secret-token-0001' };
const second = { subdomain: 'globex', apiToken: 'second-secret-token-0002' };

let world: World;
let tenant: Tenant;
let admin: ServiceContext;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A new organization per test; `configured` with the first settings. */
async function enter({ configured = true } = {}) {
  tenant = await world.organization();
  admin = await tenant.as('admin');
  if (!configured) return undefined;
  return integrations.configure(admin, { provider: 'syncro', settings: first });
}

const stored = (provider = 'syncro') =>
  world.runtime.orm.em
    .fork()
    .findOneOrFail(IntegrationConfig, { organizationId: tenant.id, provider });

const auditTrail = async () => (await integrations.audit(admin, { provider: 'syncro' })).items;

/** Until so many sessions of this database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  const db = world.runtime.orm.em.fork().getKysely();
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if (rows.length >= count) return;
  }
}

const refusal = async (promise: Promise<unknown>): Promise<PatchbayError> => {
  const error = await promise.then(
    () => new Error('was not refused'),
    (caught: unknown) => caught,
  );
  if (error instanceof PatchbayError) return error;
  throw error;
};

describe('configure', () => {
  it('stores whole settings, masks the secret and names who did it', async () => {
    const view = await enter();
    expect(view).toMatchObject({ status: 'configured', state: 'configured', revision: 1 });
    expect(view?.settings).toEqual({ subdomain: 'acme', apiToken: { saved: true } });
    expect(view?.createdBy).toEqual({ id: admin.principal.actor.id, name: 'Some admin' });
  });

  it('normalizes what people paste', async () => {
    await enter({ configured: false });
    const settings = { subdomain: ' https://Acme.syncromsp.com/ ', apiToken: first.apiToken };
    const view = await integrations.configure(admin, { provider: 'syncro', settings });
    expect(view.settings.subdomain).toBe('acme');
  });

  it('names every bad field and stores nothing', async () => {
    await enter({ configured: false });
    const settings = { subdomain: 'not a name', extra: 'x', apiToken: 'fine' };
    const error = await refusal(integrations.configure(admin, { provider: 'syncro', settings }));
    expect(error.code).toBe('invalid_input');
    expect(Object.keys(error.fields ?? {}).sort()).toEqual([
      'settings.extra',
      'settings.subdomain',
    ]);
    expect((await stored()).settings).toEqual({});
  });

  it('names what is missing', async () => {
    await enter({ configured: false });
    const settings = { subdomain: 'acme' };
    const error = await refusal(integrations.configure(admin, { provider: 'syncro', settings }));
    expect(error.fields).toEqual({ 'settings.apiToken': ['is required'] });
  });

  it('is a conflict when it is configured already', async () => {
    await enter();
    const again = integrations.configure(admin, { provider: 'syncro', settings: second });
    expect((await refusal(again)).code).toBe('conflict');
    expect((await stored()).revision).toBe(1);
  });

  it('lets one of two that start together win', async () => {
    await enter({ configured: false });
    const { id } = await stored();
    const attempts: Promise<unknown>[] = [];
    // While the row is held both can start, and neither can end.
    await world.runtime.orm.em.fork().transactional(async (holding) => {
      await holding.findOneOrFail(IntegrationConfig, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      for (const settings of [first, second])
        attempts.push(integrations.configure(admin, { provider: 'syncro', settings }));
      await untilWaiting(attempts.length);
    });
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await auditTrail()).toHaveLength(1);
  });

  it('writes down defaults, so that they cannot move under an integration', async () => {
    await enter({ configured: false });
    await integrations.configure(admin, { provider: 'obs', settings: { host: 'studio.local' } });
    expect((await stored('obs')).settings).toEqual({
      host: 'studio.local',
      port: 4455,
      tls: false,
    });
  });

  it('refuses text that the database cannot store', async () => {
    await enter({ configured: false });
    for (const host of ['a\u0000b', 'a\ud800b']) {
      const attempt = integrations.configure(admin, { provider: 'obs', settings: { host } });
      expect((await refusal(attempt)).code).toBe('invalid_input');
    }
  });
});

describe('reconfigure', () => {
  it.each([
    ['absent', {}],
    ['empty', { password: '' }],
    ['masked', { password: { saved: true } }],
  ])('keeps a secret that is %s', async (_name, untouched) => {
    await enter({ configured: false });
    const settings = { login: 'api', password: 'some-password' };
    await integrations.configure(admin, { provider: 'msp360', settings });
    const before = (await stored('msp360')).settings.password;
    const changed = { login: 'other', ...untouched };
    const view = await integrations.reconfigure(admin, { provider: 'msp360', settings: changed });
    expect(view.settings).toMatchObject({ login: 'other', password: { saved: true } });
    expect((await stored('msp360')).settings.password).toBe(before);
  });

  it.each([
    ['absent', {}],
    ['empty', { apiToken: '' }],
    ['masked', { apiToken: { saved: true } }],
  ])('does not send a secret to a new place when it is %s', async (_name, untouched) => {
    await enter();
    const settings = { subdomain: 'a-place-of-my-own', ...untouched };
    for (const verb of [integrations.reconfigure, integrations.update]) {
      const error = await refusal(verb(admin, { provider: 'syncro', settings }));
      expect(error.code).toBe('invalid_input');
      expect(Object.keys(error.fields ?? {})).toEqual(['settings.apiToken']);
    }
    expect((await stored()).settings.subdomain).toBe('acme');
  });

  it('does not give a drafted secret its first destination either', async () => {
    await enter({ configured: false });
    const secret = { apiToken: first.apiToken };
    await integrations.update(admin, { provider: 'syncro', settings: secret });
    const settings = { subdomain: 'a-place-of-my-own' };
    const attempt = integrations.update(admin, { provider: 'syncro', settings });
    expect((await refusal(attempt)).code).toBe('invalid_input');
  });

  it('replaces a secret by a new one, which the next call uses', async () => {
    await enter();
    await integrations.reconfigure(admin, { provider: 'syncro', settings: second });
    world.upstream.tokens = new Set([second.apiToken]);
    const { check } = await integrations.test(admin, { provider: 'syncro' });
    expect(check.health).toBe('ok');
  });

  it('clears an optional secret with null and an optional value with an empty text', async () => {
    await enter({ configured: false });
    const settings = { host: 'studio.local', password: 'obs-password', scenes: 'live = Main' };
    await integrations.configure(admin, { provider: 'obs', settings });
    const cleared = { password: null, scenes: '' };
    const view = await integrations.reconfigure(admin, { provider: 'obs', settings: cleared });
    expect(view.settings).toMatchObject({ password: { saved: false }, scenes: null });
  });

  it('starts health anew and lets checks run again', async () => {
    await enter();
    world.upstream.tokens = new Set();
    const failed = await integrations.test(admin, { provider: 'syncro' });
    expect(failed.integration).toMatchObject({ state: 'error_auth', checksHeld: true });
    const view = await integrations.reconfigure(admin, { provider: 'syncro', settings: second });
    expect(view).toMatchObject({
      status: 'configured',
      health: null,
      healthReason: null,
      errorMessage: null,
      lastHealthCheck: null,
      checksHeld: false,
      revision: 2,
    });
  });

  it('changes nothing and records nothing when everything stays', async () => {
    await enter();
    const settings = { subdomain: 'acme', apiToken: { saved: true } };
    const view = await integrations.reconfigure(admin, { provider: 'syncro', settings });
    expect(view.revision).toBe(1);
    expect(await auditTrail()).toHaveLength(1);
  });

  it('is a conflict for settings somebody else has changed since', async () => {
    await enter();
    await integrations.reconfigure(admin, { provider: 'syncro', settings: second });
    const late = { provider: 'syncro', settings: first, expectedRevision: 1 };
    expect((await refusal(integrations.reconfigure(admin, late))).code).toBe('conflict');
    expect((await stored()).settings.subdomain).toBe('globex');
  });

  it('is a conflict before anything is configured', async () => {
    await enter({ configured: false });
    const attempt = integrations.reconfigure(admin, { provider: 'syncro', settings: first });
    expect((await refusal(attempt)).code).toBe('conflict');
  });
});

describe('update', () => {
  it('changes only what is given', async () => {
    const before = await enter();
    const labelled = await integrations.update(admin, { provider: 'syncro', label: ' Our desk ' });
    expect(labelled).toMatchObject({ label: 'Our desk', enabled: true, revision: 1 });
    expect(labelled.settings).toEqual(before?.settings);
    const paused = await integrations.update(admin, { provider: 'syncro', enabled: false });
    expect(paused).toMatchObject({ label: 'Our desk', enabled: false, state: 'paused' });
    const moved = await integrations.update(admin, {
      provider: 'syncro',
      settings: { apiToken: second.apiToken },
    });
    expect(moved).toMatchObject({ label: 'Our desk', enabled: false, revision: 2 });
    expect(moved.settings).toEqual({ subdomain: 'acme', apiToken: { saved: true } });
  });

  it('keeps unfinished settings until they are whole', async () => {
    await enter({ configured: false });
    const settings = { subdomain: 'acme' };
    const draft = await integrations.update(admin, { provider: 'syncro', settings });
    expect(draft).toMatchObject({ status: 'not_configured', revision: 1 });
    const rest = { apiToken: first.apiToken };
    const whole = await integrations.update(admin, { provider: 'syncro', settings: rest });
    expect(whole.status).toBe('configured');
    expect((await auditTrail()).map(({ action }) => action)).toEqual(['configured', 'updated']);
  });

  it('refuses to take a required value from a configured integration', async () => {
    await enter();
    const attempt = integrations.update(admin, { provider: 'syncro', settings: { subdomain: '' } });
    expect((await refusal(attempt)).fields).toEqual({ 'settings.subdomain': ['is required'] });
    expect((await stored()).settings.subdomain).toBe('acme');
  });

  it('names the person of the last change, but not a program', async () => {
    await enter();
    const owner = await tenant.as('owner');
    await integrations.update(owner, { provider: 'syncro', label: 'One' });
    const key = tenant.key(['settings:edit']);
    const view = await integrations.update(key, { provider: 'syncro', label: 'Two' });
    expect(view.updatedBy?.name).toBe('Some owner');
    const [newest] = await auditTrail();
    expect(newest?.actor).toMatchObject({ type: 'api_key', name: 'A program' });
  });

  it('takes id or provider, and exactly one of them', async () => {
    const view = await enter();
    const byId = await integrations.update(admin, { id: view?.id, label: 'By id' });
    expect(byId.label).toBe('By id');
    const both = { id: view?.id, provider: 'syncro', label: 'x' };
    expect((await refusal(integrations.update(admin, both))).code).toBe('invalid_input');
    expect((await refusal(integrations.update(admin, { label: 'x' }))).code).toBe('invalid_input');
  });
});

describe('toggle', () => {
  it('flips without knowing the state and records each flip', async () => {
    await enter();
    expect((await integrations.toggle(admin, { provider: 'syncro' })).enabled).toBe(false);
    expect((await integrations.toggle(admin, { provider: 'syncro' })).enabled).toBe(true);
    const actions = (await auditTrail()).map(({ action }) => action);
    expect(actions).toEqual(['enabled', 'disabled', 'configured']);
  });

  it('loses no flip when many people toggle at once', async () => {
    await enter();
    const flips = Array.from({ length: 7 }, () =>
      integrations.toggle(admin, { provider: 'syncro' }),
    );
    await Promise.all(flips);
    expect((await stored()).enabled).toBe(false);
    expect(await auditTrail()).toHaveLength(8);
  });
});

describe('remove', () => {
  it('clears settings, health and history, and records the names of the cleared fields', async () => {
    await enter();
    await integrations.test(admin, { provider: 'syncro' });
    const view = await integrations.remove(admin, { provider: 'syncro' });
    expect(view).toMatchObject({
      status: 'not_configured',
      health: null,
      checksHeld: false,
      createdBy: null,
    });
    expect((await stored()).settings).toEqual({});
    expect((await integrations.health(admin, { provider: 'syncro' })).checks).toEqual([]);
    const [newest] = await auditTrail();
    expect(newest).toMatchObject({
      action: 'removed',
      details: { cleared: ['apiToken', 'subdomain'] },
    });
  });

  it('changes nothing the second time', async () => {
    await enter({ configured: false });
    await integrations.remove(admin, { provider: 'syncro' });
    expect(await auditTrail()).toEqual([]);
  });

  it('leaves the integration ready to be configured again', async () => {
    await enter();
    await integrations.remove(admin, { provider: 'syncro' });
    const again = await integrations.configure(admin, { provider: 'syncro', settings: second });
    expect(again.status).toBe('configured');
  });
});

describe('audit', () => {
  it('tells open values before and after, and of secrets only the field', async () => {
    await enter();
    await integrations.reconfigure(admin, { provider: 'syncro', settings: second });
    const [newest] = await auditTrail();
    expect(newest).toMatchObject({ action: 'reconfigured', requestId: admin.requestId });
    expect(newest?.details).toEqual({
      before: { settings: { subdomain: 'acme' } },
      after: { settings: { subdomain: 'globex' } },
      changed: ['subdomain', 'apiToken'],
    });
  });

  it('comes in pages, newest first', async () => {
    await enter();
    for (const label of ['a', 'b', 'c'])
      await integrations.update(admin, { provider: 'syncro', label });
    const page = await integrations.audit(admin, { provider: 'syncro', limit: 3 });
    const rest = await integrations.audit(admin, {
      provider: 'syncro',
      limit: 3,
      cursor: page.nextCursor ?? '',
    });
    expect(page.items).toHaveLength(3);
    expect(rest.items.map(({ action }) => action)).toEqual(['configured']);
    expect(rest.nextCursor).toBeNull();
    const odd = integrations.audit(admin, { provider: 'syncro', cursor: 'x' });
    expect((await refusal(odd)).code).toBe('invalid_input');
  });
});
