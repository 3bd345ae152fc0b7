import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../index.ts';
import { openForTests } from '../testing/open.ts';
import { mailcowHost, mailcowKey, mailcowReadOnlyKey } from './data.ts';

const { call, postJson } = openForTests();
const base = `/${mailcowHost}/api/v1`;
const signed = (key = mailcowKey(1)) => ({ 'x-api-key': key });
const read = (path: string, headers: Record<string, string> = signed()) =>
  call(`${base}${path}`, { headers });
const write = (path: string, body: unknown, headers: Record<string, string> = signed()) =>
  postJson(`${base}${path}`, body, headers);

const wanted = (local: string, more: object = {}) => ({
  local_part: local,
  domain: 'acme.example',
  name: 'Ann Abara',
  password: 'Long-enough-1',
  password2: 'Long-enough-1',
  quota: '1024',
  active: '1',
  ...more,
});
const entries = ({ body }: { body: unknown }) =>
  Object.values(body as Record<string, { type: string; msg: unknown }>).map(({ type, msg }) => [
    type,
    msg,
  ]);

describe('keys', () => {
  test('a wrong one is refused whatever is asked, none at all sees nothing', async () => {
    const wrong = { 'x-api-key': 'ABCDEF-ABCDEF-ABCDEF-ABCDEF-ABCDEF' };
    for (const path of ['/get/status/version', '/get/mailbox/all', '/nowhere'])
      expect(await read(path, wrong)).toMatchObject({
        status: 401,
        body: { type: 'error', msg: 'authentication failed' },
      });
    expect(await read('/get/status/version', {})).toMatchObject({
      status: 200,
      body: { text: '' },
    });
    expect(entries(await write('/add/mailbox', wanted('nobody'), {}))).toEqual([
      ['danger', 'access_denied'],
    ]);
  });

  test('one that may only read cannot change', async () => {
    const key = signed(mailcowReadOnlyKey(1));
    expect((await read('/get/status/version', key)).body).toEqual({ version: '2026-07' });
    expect(await write('/add/mailbox', wanted('nobody'), key)).toMatchObject({
      status: 403,
      body: { msg: 'API read/write access denied' },
    });
  });
});

describe('mailboxes', () => {
  test('are made, changed and deleted, and the answer is a list of entries', async () => {
    expect(entries(await write('/add/mailbox', wanted('ann', { tags: ['one'] })))).toEqual([
      ['success', ['mailbox_added', 'ann@acme.example']],
    ]);
    expect((await read('/get/mailbox/ann@acme.example')).body).toMatchObject({
      username: 'ann@acme.example',
      active: 1,
      quota: 1_073_741_824,
      tags: ['one'],
    });
    const change = { items: ['ann@acme.example', 'no@acme.example'], attr: { active: '0' } };
    expect(entries(await write('/edit/mailbox', change))).toEqual([
      ['success', ['mailbox_modified', 'ann@acme.example']],
      ['danger', 'access_denied'],
    ]);
    expect((await read('/get/mailbox/ann@acme.example')).body).toMatchObject({ active: 0 });
    const gone = ['ann@acme.example'];
    expect(entries(await write('/delete/mailbox', gone))).toEqual([
      ['success', ['mailbox_removed', 'ann@acme.example']],
    ]);
    expect(entries(await write('/delete/mailbox', gone))).toEqual([['danger', 'access_denied']]);
    expect((await read('/get/mailbox/ann@acme.example')).body).toEqual({});
  });

  test.each([
    ['one that is there', { local_part: 'reception' }, ['object_exists', 'reception@acme.example']],
    ['an alias', { local_part: 'all' }, ['is_alias', 'all@acme.example']],
    ['another domain', { domain: 'other.example' }, 'access_denied'],
    ['a bad address', { local_part: 'a b' }, 'mailbox_invalid'],
    ['a weak password', { password: 'short', password2: 'short' }, 'password_complexity'],
    ['two passwords', { password2: 'Long-enough-2' }, 'password_mismatch'],
    ['much space', { quota: '10241' }, ['mailbox_quota_exceeded', 10_240]],
  ])('refuse %s with status 200', async (_what, more, msg) => {
    const answer = await write('/add/mailbox', wanted('ben', more));
    expect(answer.status).toBe(200);
    expect(entries(answer)).toEqual([['danger', msg]]);
  });

  test('are listed in a long and a short form; an unknown domain lists as an empty object', async () => {
    for (const form of ['all', 'reduced']) {
      const { body } = await read(`/get/mailbox/${form}/acme.example`);
      expect(Object.values(body).map((box) => (box as { local_part: string }).local_part)).toEqual(
        expect.arrayContaining(['reception', 'old-helpdesk']),
      );
      expect((await read(`/get/mailbox/${form}/other.example`)).body).toEqual({});
    }
    expect((await read('/get/domain/other.example')).body).toEqual({});
    expect((await read('/get/domain/acme.example')).body).toMatchObject({
      domain_name: 'acme.example',
    });
  });

  test('take app passwords', async () => {
    const app = { username: 'reception@acme.example', app_name: 'Phone', active: '1' };
    const password = { app_passwd: 'Long-enough-1', app_passwd2: 'Long-enough-1' };
    expect(entries(await write('/add/app-passwd', { ...app, ...password }))).toEqual([
      ['success', 'app_passwd_added'],
    ]);
    expect(entries(await write('/add/app-passwd', { ...app, ...password, app_name: '' }))).toEqual([
      ['danger', 'app_name_empty'],
    ]);
  });
});

test('a route or verb that is not there, and a body that is no JSON, say so', async () => {
  expect(await read('/get/nothing/x')).toMatchObject({ status: 404, body: { type: 'error' } });
  expect(await read('/add/mailbox/x')).toMatchObject({ status: 405 });
  const headers = { ...signed(), 'content-type': 'application/json' };
  const bad = await call(`${base}/add/mailbox`, { method: 'POST', headers, body: '{' });
  expect(bad).toMatchObject({ status: 400, body: { type: 'error' } });
});

test('what was made is there after a restart, where a folder keeps it', async () => {
  const keepIn = await mkdtemp(join(tmpdir(), 'sandbox-shelf-'));
  const headers = { ...signed(), 'content-type': 'application/json' };
  try {
    const before = await startSandbox({ port: 0, keepIn });
    await fetch(`${before.url}${base}/add/mailbox`, {
      method: 'POST',
      headers,
      body: JSON.stringify(wanted('kept')),
    });
    await before.close();
    const after = await startSandbox({ port: 0, keepIn });
    const found = await fetch(`${after.url}${base}/get/mailbox/kept@acme.example`, { headers });
    expect(await found.json()).toMatchObject({ username: 'kept@acme.example' });
    await after.close();
  } finally {
    await rm(keepIn, { recursive: true });
  }
});
