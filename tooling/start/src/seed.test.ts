import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@patchbay/core';
import {
  AuditLog,
  IntegrationAccount,
  IntegrationConfig,
  type Orm,
  openOrm,
  User,
} from '@patchbay/db';
import { ensureJobs } from '@patchbay/jobs';
import { catalog, createHttp, openAccounts, parseSettings } from '@patchbay/providers';
import { resolveApiKey } from '@patchbay/services';
import { freshDatabase } from '@patchbay/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoSandbox } from './sandbox.ts';
import { openSandbox } from './sandbox.ts';
import type { Scope } from './scope.ts';
import { createScope } from './scope.ts';
import { demoSecrets } from './secrets.ts';
import { demoEmail, seed } from './seed.ts';

let scope: Scope;
let dataDir: string;
let databaseUrl: string;
let sandbox: DemoSandbox;
let orm: Orm;

beforeEach(async () => {
  scope = createScope();
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-seed-'));
  const database = await freshDatabase();
  databaseUrl = database.url;
  await ensureJobs(databaseUrl);
  orm = await openOrm({ url: databaseUrl });
  sandbox = await openSandbox(scope, { env: {} });
  await scope.defer(() => database.drop());
  await scope.defer(() => orm.close());
});

afterEach(async () => {
  await scope.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function seeded(directory = dataDir) {
  const { password, ...keys } = await demoSecrets(directory);
  const publicUrl = 'http://localhost:3000';
  return seed({ databaseUrl, dataDir: directory, password, keys, publicUrl, sandbox });
}

const integrations = () => orm.em.fork().find(IntegrationConfig, {}, { orderBy: { provider: 1 } });

describe('seed', () => {
  it('fills an empty product with integrations that work', async () => {
    const access = await seeded();
    expect(access).toMatchObject({ email: demoEmail, organization: 'acme' });
    const played = (await integrations()).filter(({ provider }) => provider in sandbox.settings);
    expect(played.map(({ status, health }) => ({ status, health }))).toEqual(
      Object.keys(sandbox.settings).map(() => ({ status: 'active', health: 'ok' })),
    );
    const principal = await resolveApiKey(orm, systemClock, access.apiKey);
    expect([...principal.permissions]).toContain('settings:read');
    expect(await orm.em.fork().findOne(User, { email: demoEmail })).toMatchObject({
      operator: true,
    });
  });

  it('leaves something on the mail server that Patchbay does not know of', async () => {
    await seeded();
    const account = await orm.em.fork().findOneOrFail(IntegrationAccount, { provider: 'mailcow' });
    expect(account).toMatchObject({ identifier: 'noor.haddad@acme.example', status: 'active' });
    const { allow, rewrites, settings } = sandbox;
    const http = createHttp({ clock: systemClock, allow, rewrites });
    const parsed = parseSettings(catalog.mailcow, settings.mailcow ?? {});
    const { items } = await openAccounts(catalog.mailcow, parsed, { http }).list(null);
    await http.close();
    const states = Object.fromEntries(items.map((item) => [item.identifier, item.state]));
    expect(states).toMatchObject({
      'noor.haddad@acme.example': 'suspended',
      'reception@acme.example': 'active',
      'old-helpdesk@acme.example': 'suspended',
    });
  });

  it('changes nothing when it runs again', async () => {
    const first = await seeded();
    const rows = () => orm.em.fork().count(AuditLog);
    const before = await rows();
    expect(await seeded()).toEqual(first);
    expect(await rows()).toBe(before);
  });

  it('gives a new data directory a password and a key of its own', async () => {
    const first = await seeded();
    const other = await mkdtemp(join(tmpdir(), 'patchbay-seed-'));
    const { appEncryptionKey, authSecret } = await demoSecrets(dataDir);
    const password = 'another password';
    const options = { databaseUrl, sandbox, publicUrl: 'http://localhost:3000' };
    const keys = { appEncryptionKey, authSecret };
    const second = await seed({ ...options, dataDir: other, password, keys });
    expect(second.apiKey).not.toBe(first.apiKey);
    await resolveApiKey(orm, systemClock, second.apiKey);
    await rm(other, { recursive: true });
  });

  it('names the variable when the database was sealed with another key', async () => {
    await seeded();
    const other = await mkdtemp(join(tmpdir(), 'patchbay-seed-'));
    await expect(seeded(other)).rejects.toMatchObject({ variables: ['APP_ENCRYPTION_KEY'] });
    await rm(other, { recursive: true });
  });
});

describe('demoSecrets', () => {
  it('makes the same private file for two starts at once', async () => {
    const [first, second] = await Promise.all([demoSecrets(dataDir), demoSecrets(dataDir)]);
    expect(first).toEqual(second);
    expect(Buffer.from(first.appEncryptionKey, 'base64')).toHaveLength(32);
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('mends a file that others can read', async () => {
    await demoSecrets(dataDir);
    await chmod(join(dataDir, 'secrets.json'), 0o644);
    await demoSecrets(dataDir);
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });
});
