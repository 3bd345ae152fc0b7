import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@patchbay/core';
import { catalog, checkIntegration, createHttp, type Http, openClient } from '@patchbay/providers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MediaWikiServer, startMediaWiki } from '../index.ts';

let dataDir: string;
let wiki: MediaWikiServer;
let http: Http;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-wiki-'));
  wiki = await startMediaWiki({ dataDir, port: 0 });
  http = createHttp({ clock: systemClock, allow: ['127.0.0.0/8'], retries: 0 });
}, 120_000);

afterAll(async () => {
  await http?.close();
  await wiki?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const settingsWith = (changed: { apiUrl?: string; botPassword?: string }) => ({
  apiUrl: wiki.apiUrl,
  botUser: wiki.botUser,
  botPassword: wiki.botPassword,
  ...changed,
});
const check = (changed: { apiUrl?: string; botPassword?: string } = {}) =>
  checkIntegration(catalog.mediawiki, settingsWith(changed), { http, clock: systemClock });

test('the right bot password passes every step, TLS being skipped with a word about it', async () => {
  const report = await check();
  expect(report).toMatchObject({ health: 'ok', reason: null });
  expect(report.stages.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
    'address passed',
    'tls skipped',
    'auth passed',
    'sample passed',
  ]);
  expect(report.stages[1]?.note).toContain('plain http');
  expect(report.message).toContain('Patchbay test wiki');
});

test('a wrong bot password is an authentication failure that does not show the password', async () => {
  const report = await check({ botPassword: wiki.wrongPassword });
  expect(report).toMatchObject({ health: 'error', reason: 'auth' });
  expect(JSON.stringify(report)).not.toContain(wiki.wrongPassword);
});

test('the address of something that is no api.php is misconfigured', async () => {
  const base = wiki.apiUrl.replace(/\/api\.php$/, '');
  expect(await check({ apiUrl: `${base}/nowhere/api.php` })).toMatchObject({
    health: 'error',
    reason: 'misconfigured',
  });
  expect(await check({ apiUrl: `${base}/index.php/api.php` })).toMatchObject({
    reason: 'misconfigured',
  });
});

test('the client signs in by itself and stays signed in', async () => {
  const opened = openClient(catalog.mediawiki, settingsWith({}), { http });
  if (!opened) throw new Error('mediawiki has a client');
  const first = await opened.client.userInfo();
  const again = await opened.client.userInfo();
  expect(again).toEqual(first);
  expect(first.name).toBe('WikiOperator');
});

test('a stopped wiki is unreachable, and comes back from its folder with the same bot', async () => {
  await wiki.stop();
  const fresh = createHttp({ clock: systemClock, allow: ['127.0.0.0/8'], retries: 0 });
  const down = await checkIntegration(catalog.mediawiki, settingsWith({}), {
    http: fresh,
    clock: systemClock,
  });
  expect(down).toMatchObject({ health: 'error', reason: 'unreachable' });
  const before = wiki.botPassword;
  wiki = await startMediaWiki({ dataDir, port: 0 });
  expect(wiki.botPassword).toBe(before);
  expect(await check()).toMatchObject({ health: 'ok' });
  await fresh.close();
}, 60_000);
