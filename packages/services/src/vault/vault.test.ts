import { EnvironmentError, PatchbayError } from '@patchbay/core';
import { isSealed, parseKeyRing } from '@patchbay/crypto';
import { DataKey, IntegrationConfig, KeyCheck } from '@patchbay/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireIntegration } from '../integrations/find.ts';
import * as integrations from '../integrations/index.ts';
import { openWorld, type Tenant, testKeys, type World } from '../kernel/testing/world.ts';
import { openSettings, sealSettings, verifyKeyring } from './index.ts';

const token = 'a-token-nobody-may-read-0001';
const settings = { subdomain: 'acme', apiToken: token };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const em = () => world.runtime.orm.em.fork();

async function configured() {
  const tenant = await world.organization();
  const admin = await tenant.as('admin');
  const view = await integrations.configure(admin, { provider: 'syncro', settings });
  return { tenant, admin, id: view.id };
}

const opened = async (tenant: Tenant, provider = 'syncro') => {
  const found = await requireIntegration(em(), tenant.id, { provider });
  const place = {
    organizationId: tenant.id,
    integrationId: found.row.id,
    provider: found.provider,
  };
  return openSettings(em(), world.runtime.keys, place, found.row.settings);
};

const store = (tenant: Tenant, provider: string, stored: Record<string, unknown>) =>
  em().nativeUpdate(
    IntegrationConfig,
    { organizationId: tenant.id, provider },
    { settings: stored, status: 'configured' },
  );

const sealedToken = async (tenant: Tenant) => {
  const { row } = await requireIntegration(em(), tenant.id, { provider: 'syncro' });
  return row.settings.apiToken;
};

describe('sealing', () => {
  it('leaves no secret in any table', async () => {
    const { tenant } = await configured();
    expect(isSealed(await sealedToken(tenant))).toBe(true);
    const contents = await world.contents();
    expect(contents['public.integration_configs']).toContain('acme');
    expect(JSON.stringify(contents)).not.toContain(token);
  });

  it('opens where it was sealed', async () => {
    const { tenant } = await configured();
    expect(await opened(tenant)).toEqual(settings);
  });

  it('makes one data key when two first secrets are sealed at once', async () => {
    const tenant = await world.organization();
    const admin = await tenant.as('admin');
    await Promise.all([
      integrations.configure(admin, { provider: 'syncro', settings }),
      integrations.configure(admin, {
        provider: 'msp360',
        settings: { login: 'api', password: 'msp-password' },
      }),
    ]);
    expect(await em().count(DataKey, { organizationId: tenant.id })).toBe(1);
    expect(await opened(tenant)).toEqual(settings);
    expect(await opened(tenant, 'msp360')).toMatchObject({ password: 'msp-password' });
  });

  it('never uses a data key whose row was rolled back', async () => {
    const tenant = await world.organization();
    const { row, provider } = await requireIntegration(em(), tenant.id, { provider: 'syncro' });
    const place = { organizationId: tenant.id, integrationId: row.id, provider };
    const aborted = em().transactional(async (inner) => {
      await sealSettings(inner, world.runtime.keys, place, settings);
      throw new Error('aborted');
    });
    await expect(aborted).rejects.toThrow('aborted');
    expect(await em().count(DataKey, { organizationId: tenant.id })).toBe(0);
    const admin = await tenant.as('admin');
    await integrations.configure(admin, { provider: 'syncro', settings });
    expect(await opened(tenant)).toEqual(settings);
  });
});

describe('a sealed value that was moved', () => {
  const again = 'cannot be opened any more; enter it again';

  const expectRefused = async (attempt: Promise<unknown>, field: string) => {
    const error = await attempt.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PatchbayError);
    expect(error).toMatchObject({ code: 'conflict', fields: { [`settings.${field}`]: [again] } });
  };

  it('does not open in another organization', async () => {
    const [from, to] = [await configured(), await configured()];
    await store(to.tenant, 'syncro', { ...settings, apiToken: await sealedToken(from.tenant) });
    await expectRefused(opened(to.tenant), 'apiToken');
  });

  it('does not open in another organization with its data key moved along', async () => {
    const [from, to] = [await configured(), await configured()];
    await store(to.tenant, 'syncro', { ...settings, apiToken: await sealedToken(from.tenant) });
    const key = await em().findOneOrFail(DataKey, { organizationId: from.tenant.id });
    await em().nativeUpdate(
      DataKey,
      { organizationId: to.tenant.id },
      { wrappedKey: key.wrappedKey },
    );
    await expectRefused(opened(to.tenant), 'apiToken');
  });

  it('cannot be followed by new ones under a data key of another organization', async () => {
    const [from, to] = [await configured(), await configured()];
    const key = await em().findOneOrFail(DataKey, { organizationId: from.tenant.id });
    const { wrappedKey } = key;
    await em().nativeUpdate(DataKey, { organizationId: to.tenant.id }, { wrappedKey });
    const before = await sealedToken(to.tenant);
    const attempt = integrations.update(to.admin, { provider: 'syncro', settings });
    await expect(attempt).rejects.toMatchObject({ code: 'cannot_open' });
    expect(await sealedToken(to.tenant)).toBe(before);
  });

  it('does not open in another integration', async () => {
    const { tenant } = await configured();
    await store(tenant, 'msp360', { login: 'api', password: await sealedToken(tenant) });
    await expectRefused(opened(tenant, 'msp360'), 'password');
  });

  it('does not open in another field', async () => {
    const { tenant } = await configured();
    const discord = { applicationId: '123456789012345678', botToken: 'a-bot-token' };
    const admin = await tenant.as('admin');
    await integrations.update(admin, { provider: 'discord', settings: discord });
    const { row } = await requireIntegration(em(), tenant.id, { provider: 'discord' });
    const { botToken } = row.settings;
    await store(tenant, 'discord', { ...row.settings, clientSecret: botToken });
    await expectRefused(opened(tenant, 'discord'), 'clientSecret');
  });

  it('does not pass in the clear either', async () => {
    const { tenant } = await configured();
    await store(tenant, 'syncro', settings);
    await expectRefused(opened(tenant), 'apiToken');
  });

  it('shows as misconfigured when tested, until the secret is entered again', async () => {
    const [from, to] = [await configured(), await configured()];
    await store(to.tenant, 'syncro', { ...settings, apiToken: await sealedToken(from.tenant) });
    const { check, integration } = await integrations.test(to.admin, { provider: 'syncro' });
    expect(check).toMatchObject({ health: 'error', reason: 'misconfigured', stages: [] });
    expect(check.message).toContain('Enter them again');
    expect(integration.state).toBe('error_misconfigured');

    const entered = { provider: 'syncro', settings };
    expect((await integrations.reconfigure(to.admin, entered)).status).toBe('configured');
    expect(await opened(to.tenant)).toEqual(settings);
  });

  it('is named when other settings are saved around it', async () => {
    const { tenant, admin } = await configured();
    await store(tenant, 'msp360', { login: 'api', password: await sealedToken(tenant) });
    const input = { provider: 'msp360', settings: { login: 'other' } };
    await expect(integrations.reconfigure(admin, input)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { 'settings.password': [again] },
    });
  });
});

describe('verifyKeyring', () => {
  const boot = async (text: string) =>
    verifyKeyring(world.runtime.orm, await parseKeyRing(text)).catch((caught: unknown) => caught);
  const both = `${testKeys.other},${testKeys.current}`;

  it('takes the first key as its own and refuses another one, in words for the operator', async () => {
    await using fresh = await openWorld();
    const { orm } = fresh.runtime;
    await verifyKeyring(orm, await parseKeyRing(testKeys.current));
    await verifyKeyring(orm, await parseKeyRing(testKeys.current));
    const other = await parseKeyRing(testKeys.other);
    const error = await verifyKeyring(orm, other).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error).toMatchObject({ variables: ['APP_ENCRYPTION_KEY'] });
    expect(String(error)).toMatch(/APP_ENCRYPTION_KEY: this database was sealed with another key/);
    expect(String(error)).not.toContain(testKeys.other);
    expect(await orm.em.fork().count(KeyCheck, {})).toBe(1);
  });

  it('lets one of two processes with different keys start on a new database', async () => {
    await using fresh = await openWorld();
    const rings = await Promise.all([testKeys.current, testKeys.other].map(parseKeyRing));
    const starts = await Promise.allSettled(
      rings.map((ring) => verifyKeyring(fresh.runtime.orm, ring)),
    );
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('accepts a new key in front of the previous one, but not alone while data keys need the old', async () => {
    await configured();
    expect(await boot(testKeys.current)).toBeUndefined();
    expect(await boot(both)).toBeUndefined();
    expect(await em().count(KeyCheck, {})).toBe(2);
    expect(await boot(testKeys.current)).toBeUndefined();
    expect(await boot(testKeys.other)).toBeInstanceOf(EnvironmentError);
  });

  it('refuses a key whose known answer was changed', async () => {
    await using fresh = await openWorld();
    const { orm } = fresh.runtime;
    const ring = await parseKeyRing(testKeys.current);
    await verifyKeyring(orm, ring);
    const [row] = await orm.em.fork().find(KeyCheck, {});
    const knownAnswer = `${row?.knownAnswer.slice(0, -8)}AAAAAAAA`;
    await orm.em.fork().nativeUpdate(KeyCheck, {}, { knownAnswer });
    await expect(verifyKeyring(orm, ring)).rejects.toThrow(/APP_ENCRYPTION_KEY: does not open/);
  });
});
