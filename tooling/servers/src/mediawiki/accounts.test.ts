import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@patchbay/core';
import { catalog, createHttp, type Http, openClient } from '@patchbay/providers';
import { accountsLife } from '@patchbay/providers/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MediaWikiServer, startMediaWiki } from '../index.ts';

let dataDir: string;
let wiki: MediaWikiServer;
let http: Http;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-wiki-people-'));
  wiki = await startMediaWiki({ dataDir, port: 0 });
  http = createHttp({ clock: systemClock, allow: ['127.0.0.0/8'] });
}, 120_000);
afterAll(async () => {
  await http?.close();
  await wiki?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const { accounts } = catalog.mediawiki;
if (!accounts) throw new Error('mediawiki has accounts');

function step() {
  const { apiUrl, botUser, botPassword } = wiki;
  const settings = { apiUrl, botUser, botPassword };
  const opened = openClient(catalog.mediawiki, settings, { http });
  if (!opened) throw new Error('mediawiki has a client');
  return { client: opened.client, settings };
}
const secret = 'Secret-of-the-test-1';
const request = (identifier: string, more: object = {}) => ({
  identifier: accounts.identifier.schema.parse(identifier),
  secret,
  mark: `patchbay:${identifier.replaceAll(' ', '-')}`,
  input: {},
  person: { name: 'Ann Abara', email: 'ann@example.org' },
  ...more,
});

test('an account is made, opens with its password, is blocked and let in again', async () => {
  const made = await accounts.create(step(), request('ann_abara'));
  const identifier = 'Ann abara';
  expect(made).toMatchObject({ identifier, state: 'active', mark: 'patchbay:ann_abara' });
  expect(await accounts.prove?.(step(), { identifier, secret })).toBe(true);
  expect(await accounts.prove?.(step(), { identifier, secret: 'Not-the-secret-1' })).toBe(false);

  for (const _twice of [1, 2]) await accounts.suspend?.(step(), { identifier, reason: 'on leave' });
  expect(await accounts.find(step(), identifier)).toMatchObject({ state: 'suspended' });
  for (const _twice of [1, 2]) await accounts.resume?.(step(), identifier);
  expect(await accounts.find(step(), identifier)).toMatchObject({ state: 'active' });

  for (const _twice of [1, 2])
    await accounts.remove?.run(step(), { identifier, reason: 'left the company' });
  expect(await accounts.find(step(), identifier)).toMatchObject({ state: 'suspended' });
}, 60_000);

test('a creation made again finds what the first try made; another person finds it taken', async () => {
  await accounts.create(step(), request('Ben'));
  expect(await accounts.create(step(), request('Ben'))).toMatchObject({ identifier: 'Ben' });
  await expect(
    accounts.create(step(), request('ben', { secret: 'Secret-of-another-1' })),
  ).rejects.toMatchObject({ name: 'IdentifierTaken' });
}, 60_000);

describe('as services rely on it', () => {
  let made = 0;
  accountsLife(catalog.mediawiki, async () => {
    made += 1;
    return { http, settings: step().settings, name: `life of ${made}` };
  });
});

test('of two at once one has the name', async () => {
  const both = await Promise.allSettled(
    ['Secret-of-the-one-1', 'Secret-of-the-other-2'].map((own) =>
      accounts.create(step(), request('Cleo', { secret: own })),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
}, 60_000);

test('nobody is found where nobody is, and a name that cannot be is nobody', async () => {
  expect(await accounts.find(step(), 'Nobody at all')).toBeNull();
  expect(await accounts.find(step(), 'Not#valid')).toBeNull();
  await expect(
    accounts.suspend?.(step(), { identifier: 'Nobody at all', reason: '' }),
  ).rejects.toMatchObject({ kind: expect.stringMatching(/provider|not_found/) });
});

test('everybody is listed, the operator of the bot among them', async () => {
  await accounts.create(step(), request('Zoe'));
  const { items, cursor } = (await accounts.list?.(step(), null)) ?? { items: [], cursor: null };
  expect(items.map(({ identifier }) => identifier)).toEqual(
    expect.arrayContaining(['WikiOperator', 'Zoe']),
  );
  expect(cursor).toBeNull();
  const rest = await accounts.list?.(step(), 'Zoe');
  expect(rest?.items.map(({ identifier }) => identifier)).toEqual(['Zoe']);
});

test('what the wiki refuses is said in our words', async () => {
  await expect(accounts.create(step(), request('MediaWiki default'))).rejects.toThrow(
    /does not accept this name/,
  );
});

test('a wiki that asks for a captcha says which right is missing', async () => {
  await wiki.stop();
  wiki = await startMediaWiki({ dataDir, port: 0, captcha: true });
  await expect(accounts.create(step(), request('Dora'))).rejects.toThrow(/skipcaptcha/);
  expect(await accounts.find(step(), 'Dora')).toBeNull();
}, 60_000);
