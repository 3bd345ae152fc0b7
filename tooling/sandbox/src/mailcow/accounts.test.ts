import { systemClock } from '@patchbay/core';
import { catalog, checkIntegration, createHttp, type Http, openClient } from '@patchbay/providers';
import { accountsLife } from '@patchbay/providers/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSettings, type Sandbox, startSandbox } from '../index.ts';
import { mailcowReadOnlyKey } from './data.ts';

let sandbox: Sandbox;
let http: Http;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { allow, rewrites } = sandbox;
  http = createHttp({ clock: systemClock, allow, rewrites });
});
afterAll(async () => {
  await http.close();
  await sandbox.close();
});

const settings = { ...demoSettings.mailcow, defaultQuotaMiB: '512' };
const { accounts } = catalog.mailcow;
if (!accounts) throw new Error('mailcow has accounts');

function stepWith(changed: { apiKey?: string } = {}) {
  const opened = openClient(catalog.mailcow, { ...settings, ...changed }, { http });
  if (!opened) throw new Error('mailcow has a client');
  return { client: opened.client, settings: { ...settings, ...changed } };
}
const request = (name: string, more: object = {}) => ({
  identifier: `${name}@acme.example`,
  secret: 'Secret-of-the-test-1',
  mark: `patchbay:${name}`,
  input: {},
  person: { name: 'Ann Abara', email: 'ann@example.org' },
  ...more,
});

test('the demo server is healthy, and a refused key is asked once', async () => {
  expect(
    await checkIntegration(catalog.mailcow, settings, { http, clock: systemClock }),
  ).toMatchObject({ health: 'ok', message: 'acme.example has 3 mailboxes' });
  const apiKey = 'ABCDEF-ABCDEF-ABCDEF-ABCDEF-ABCDEF';
  expect(
    await checkIntegration(catalog.mailcow, { ...settings, apiKey }, { http, clock: systemClock }),
  ).toMatchObject({ health: 'error', reason: 'auth' });
  expect(sandbox.stats().credentials[apiKey]).toMatchObject({ requests: 1 });
});

test('a mailbox lives its whole life', async () => {
  const step = stepWith();
  const identifier = 'ann@acme.example';
  expect(await accounts.create(step, request('ann'))).toEqual({
    identifier,
    state: 'active',
    details: { name: 'Ann Abara', quotaMiB: 512, usedMiB: 0, messages: 0 },
    mark: 'patchbay:ann',
  });
  await accounts.suspend?.(step, { identifier, reason: 'leave' });
  await accounts.suspend?.(step, { identifier, reason: 'leave' });
  expect(await accounts.find(step, identifier)).toMatchObject({ state: 'suspended' });
  await accounts.resume?.(step, identifier);
  expect(await accounts.resetSecret?.(step, { identifier, secret: 'Another-secret-2' })).toBe(
    'Another-secret-2',
  );
  const grown = await accounts.update?.run(step, { identifier, input: { quotaMiB: 2048 } });
  expect(grown).toMatchObject({ state: 'active', details: { quotaMiB: 2048 } });
  const app = accounts.operations?.['app-password'];
  const made = await app?.run(step, {
    identifier,
    input: { name: 'Phone' },
    secret: 'App-pass-12',
  });
  expect(made).toEqual({ name: 'Phone' });
  const listed = await accounts.list?.(step, null);
  expect(listed?.items.map((item) => item.identifier)).toContain(identifier);
  await accounts.remove?.run(step, { identifier, reason: 'left' });
  await accounts.remove?.run(step, { identifier, reason: 'left' });
  expect(await accounts.find(step, identifier)).toBeNull();
  await expect(accounts.resume?.(step, identifier)).rejects.toMatchObject({ kind: 'not_found' });
});

test('a creation made again takes the mailbox of the first try, opened by the secret of now', async () => {
  const step = stepWith();
  await accounts.create(step, request('ben'));
  await accounts.suspend?.(step, { identifier: 'ben@acme.example', reason: '' });
  expect(
    await accounts.create(step, request('ben', { secret: 'Secret-of-a-second-try-1' })),
  ).toMatchObject({ state: 'active', mark: 'patchbay:ben' });
});

describe('as services rely on it', () => {
  let made = 0;
  accountsLife(catalog.mailcow, async () => {
    made += 1;
    return { http, settings, name: `life${made}` };
  });
});

test.each(['reception', 'postmaster'])('%s belongs to somebody else', async (name) => {
  await expect(accounts.create(stepWith(), request(name))).rejects.toMatchObject({
    name: 'IdentifierTaken',
    code: 'conflict',
  });
});

test('of two at once one has the name', async () => {
  const both = await Promise.allSettled([
    accounts.create(stepWith(), request('cleo', { mark: 'patchbay:1' })),
    accounts.create(stepWith(), request('cleo', { mark: 'patchbay:2' })),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('what the server refuses is said in our words', async () => {
  const readOnly = stepWith({ apiKey: mailcowReadOnlyKey(1) });
  await expect(accounts.create(readOnly, request('dora'))).rejects.toThrow(/may only read/);
  await expect(
    accounts.update?.run(stepWith(), {
      identifier: 'reception@acme.example',
      input: { quotaMiB: 20_000 },
    }),
  ).rejects.toThrow(/more than the domain allows/);
  await expect(accounts.create(stepWith(), request('eve', { secret: 'short' }))).rejects.toThrow(
    /stronger password/,
  );
});
