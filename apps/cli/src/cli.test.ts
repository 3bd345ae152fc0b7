import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createAuth } from '@patchbay/auth';
import { openOrm } from '@patchbay/db';
import { emptyDatabase, freshDatabase } from '@patchbay/testing';
import { describe, expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const ada = { email: 'ada@example.org', name: 'Ada', password: 'a quiet harbour at dawn' };
const browser = { headers: new Headers(), address: '192.0.2.10' };

type Variables = { DATABASE_URL?: string; APP_ENCRYPTION_KEY?: string };

async function patchbay(words: string[], env: Variables = {}, input = '') {
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env.PATH, ...env },
  });
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { out, err, code };
}

async function tablesIn(url: string, schema: string): Promise<string[]> {
  const orm = await openOrm({ url, poolSize: 1 });
  try {
    const rows = await orm.em
      .fork()
      .execute<{ tablename: string }[]>('select tablename from pg_tables where schemaname = ?', [
        schema,
      ]);
    return rows.map(({ tablename }) => tablename);
  } finally {
    await orm.close();
  }
}

async function withPerson() {
  const { url, drop } = await freshDatabase();
  const auth = createAuth({
    url,
    secret: randomBytes(32).toString('hex'),
    publicUrl: 'http://127.0.0.1:3000',
    signup: 'closed',
  });
  onTestFinished(async () => {
    await auth.close();
    await drop();
  });
  await auth.createUser(ada);
  const operator = async () => {
    const { setCookie } = await auth.signIn(ada, browser);
    const cookie = setCookie.map((line) => line.split(';')[0]).join('; ');
    return (await auth.sessionOf(new Headers({ cookie })))?.user.operator;
  };
  return { auth, operator, env: { DATABASE_URL: url } };
}

describe('migrate', () => {
  test('brings a database to the newest schema and says so', async () => {
    const { url, drop } = await emptyDatabase();
    onTestFinished(drop);
    const first = await patchbay(['migrate'], { DATABASE_URL: url });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('create-identity');
    expect(await tablesIn(url, 'pgboss')).toContain('job');
    const second = await patchbay(['migrate'], { DATABASE_URL: url });
    expect(second).toMatchObject({ code: 0, out: 'nothing to do\n' });
  });

  test('names the variable that is missing', async () => {
    expect(await patchbay(['migrate'])).toEqual({
      code: 78,
      out: '',
      err: 'DATABASE_URL: must be set\n',
    });
  });

  test('says when nothing answers, without the password in the address', async () => {
    const result = await patchbay(['migrate'], {
      DATABASE_URL: 'postgres://u:s3cret@127.0.0.1:1/x',
    });
    expect(result.code).toBe(69);
    expect(result.err).not.toContain('s3cret');
  });
});

describe('operator', () => {
  test('grants and revokes, whatever the spelling of the address', async () => {
    const { operator, env } = await withPerson();
    const granted = await patchbay(['operator', 'grant', 'ADA@example.org'], env);
    expect(granted).toEqual({ code: 0, out: 'ada@example.org is an operator now\n', err: '' });
    expect(await operator()).toBe(true);
    expect((await patchbay(['operator', 'revoke', ada.email], env)).code).toBe(0);
    expect(await operator()).toBe(false);
  });

  test('says when there is no such person', async () => {
    const { env } = await withPerson();
    const result = await patchbay(['operator', 'grant', 'eve@example.org'], env);
    expect(result).toMatchObject({ code: 1, err: expect.stringContaining('no person') });
  });
});

describe('password', () => {
  test('takes the new one from standard input', async () => {
    const { auth, env } = await withPerson();
    const fresh = 'another quiet harbour';
    const result = await patchbay(['password', ada.email], env, `${fresh}\n`);
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).not.toContain(fresh);
    expect(await auth.signIn({ ...ada, password: fresh }, browser)).toBeTruthy();
  });

  test('refuses a weak one', async () => {
    const { env } = await withPerson();
    const result = await patchbay(['password', ada.email], env, 'short\n');
    expect(result).toMatchObject({ code: 1, err: 'At least 12 characters.\n' });
  });
});

describe('check-keys', () => {
  const key = () => randomBytes(32).toString('base64');

  test('accepts the key of the database and no other', async () => {
    const { env } = await withPerson();
    const mine = { ...env, APP_ENCRYPTION_KEY: key() };
    expect(await patchbay(['check-keys'], mine)).toMatchObject({ code: 0, err: '' });
    expect(await patchbay(['check-keys'], mine)).toMatchObject({ code: 0, err: '' });
    const other = { ...env, APP_ENCRYPTION_KEY: key() };
    const refused = await patchbay(['check-keys'], other);
    expect(refused).toMatchObject({ code: 78, err: expect.stringContaining('APP_ENCRYPTION_KEY') });
    expect(refused.err).not.toContain(other.APP_ENCRYPTION_KEY);
  });

  test('asks for one', async () => {
    const { env } = await withPerson();
    const result = await patchbay(['check-keys'], env);
    expect(result).toMatchObject({ code: 78, err: expect.stringContaining('no key is set') });
  });
});

test('without a command it lists them, and refuses what it does not know', async () => {
  const listed = await patchbay([]);
  expect(listed).toMatchObject({ code: 0, out: expect.stringContaining('operator grant EMAIL') });
  const unknown = await patchbay(['operator', 'promote', ada.email]);
  expect(unknown).toMatchObject({ code: 1, out: '', err: expect.stringContaining('no command') });
});
