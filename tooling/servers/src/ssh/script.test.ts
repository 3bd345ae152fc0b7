import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprintOf, type Pubnix, startPubnix } from './start.ts';

const execute = promisify(execFile);

let pubnix: Pubnix;
let ann: Awaited<ReturnType<Pubnix['keyPair']>>;
beforeAll(async () => {
  pubnix = await startPubnix();
  ann = await pubnix.keyPair();
});
afterAll(() => pubnix?.stop());

/** Runs the installed script as sshd would: the words in one variable, the rest on stdin. */
function provision(command: string, stdin = ''): Promise<{ code: number; answer: Answer }> {
  const [program = '', ...parameters] = pubnix.command;
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      env: { PATH: '/nonexistent', SSH_ORIGINAL_COMMAND: command },
    });
    let out = '';
    child.stdout.on('data', (piece) => {
      out += piece;
    });
    child.stdin.on('error', () => {});
    child.once('close', (code) => resolve({ code: code ?? -1, answer: JSON.parse(out) }));
    child.stdin.end(stdin);
  });
}
type Account = { name: string; uid: number; state: string; mark: string | null; keys?: string[] };
type Answer = {
  ok: boolean;
  error?: string;
  account?: Account;
  accounts?: Account[];
  next?: string | null;
};
const named = (name: string) => `${pubnix.prefix}-${name}`;
const loginAs = (name: string, privateFile: string, ...command: string[]) =>
  execute('ssh', [
    ...['-F', 'none', '-i', privateFile, '-p', String(pubnix.port)],
    ...['-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'],
    ...['-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'],
    `${name}@127.0.0.1`,
    ...command,
  ]).then(
    ({ stdout }) => stdout.trim(),
    () => 'refused',
  );

test('an account is made, opened with its key, locked, unlocked and deleted', async () => {
  const name = named('ann');
  const made = await provision(`create ${name}`, `mark patchbay:1\n${ann.publicKey}\n`);
  expect(made).toMatchObject({
    code: 0,
    answer: {
      ok: true,
      account: {
        name,
        state: 'active',
        mark: 'patchbay:1',
        keys: [fingerprintOf(ann.publicKey)],
      },
    },
  });
  expect(await loginAs(name, ann.privateFile, 'whoami')).toBe(name);

  expect((await provision(`lock ${name}`)).answer.account?.state).toBe('locked');
  expect(await loginAs(name, ann.privateFile, 'whoami')).toBe('refused');
  expect((await provision(`lock ${name}`)).code).toBe(0);
  expect((await provision(`unlock ${name}`)).answer.account?.state).toBe('active');
  expect(await loginAs(name, ann.privateFile, 'whoami')).toBe(name);

  const home = join(pubnix.folders.home, name);
  expect(existsSync(home)).toBe(true);
  expect(await provision(`delete ${name}`)).toEqual({
    code: 0,
    answer: { ok: true, homeLeft: false },
  });
  expect(await loginAs(name, ann.privateFile, 'whoami')).toBe('refused');
  for (const left of [home, join(pubnix.folders.keys, name)]) expect(existsSync(left)).toBe(false);
  expect(await provision(`delete ${name}`)).toMatchObject({ code: 4 });
});

test('locking ends what the person has running', async () => {
  const name = named('busy');
  await provision(`create ${name}`, ann.publicKey);
  const session = loginAs(name, ann.privateFile, 'sleep', '600');
  const sleeps = () =>
    execute('pgrep', ['-u', name, 'sleep']).then(
      () => true,
      () => false,
    );
  await expect.poll(sleeps, { timeout: 10_000 }).toBe(true);
  await provision(`lock ${name}`);
  expect(await session).toBe('refused');
  await expect.poll(sleeps, { timeout: 10_000 }).toBe(false);
});

test('keys belong to root, and new ones take the place of the old', async () => {
  const name = named('kim');
  const next = await pubnix.keyPair(['-t', 'ecdsa', '-b', '256']);
  await provision(`create ${name}`, ann.publicKey);
  const changed = await provision(`set-keys ${name}`, `${next.publicKey}\n`);
  expect(changed.answer.account?.keys).toEqual([fingerprintOf(next.publicKey)]);
  const file = statSync(join(pubnix.folders.keys, name));
  expect([file.uid, (file.mode & 0o777).toString(8)]).toEqual([0, '644']);
  expect(await loginAs(name, ann.privateFile, 'whoami')).toBe('refused');
  expect(await loginAs(name, next.privateFile, 'whoami')).toBe(name);
  expect(await loginAs(name, next.privateFile, 'cat', '.ssh/authorized_keys')).toBe('refused');
});

describe('a creation', () => {
  test('made again with its mark ends as the first did; with another it finds the name taken', async () => {
    const name = named('twice');
    const input = `mark patchbay:2\n${ann.publicKey}`;
    const first = await provision(`create ${name}`, input);
    await provision(`lock ${name}`);
    const again = await provision(`create ${name}`, input);
    expect(again.answer.account).toMatchObject({
      uid: first.answer.account?.uid,
      state: 'active',
    });
    for (const mark of ['mark patchbay:3\n', ''])
      expect(await provision(`create ${name}`, mark + ann.publicKey)).toEqual({
        code: 3,
        answer: { ok: false, error: 'exists' },
      });
  });

  test('cut off before its record is finished by the next try, and by nobody else', async () => {
    const name = named('cut');
    const record = join(pubnix.folders.state, 'accounts', name);
    const input = `mark patchbay:4\n${ann.publicKey}`;
    await provision(`create ${name}`, input);
    const [, mark, made] = readFileSync(record, 'utf8').trim().split(' ');
    await writeFile(record, `- ${mark} ${made}\n`);
    const stranger = input.replace('patchbay:4', 'patchbay:5');
    expect(await provision(`create ${name}`, stranger)).toMatchObject({ code: 3 });
    expect(await provision(`create ${name}`, input)).toMatchObject({ code: 0 });
    expect(await provision(`show ${name}`)).toMatchObject({ code: 0 });
  });

  test('of two at once one has the name', async () => {
    const name = named('race');
    const both = await Promise.all(
      [7, 8].map((mark) => provision(`create ${name}`, `mark patchbay:${mark}\n${ann.publicKey}`)),
    );
    expect(both.map(({ code }) => code).sort()).toEqual([0, 3]);
  });

  test('never takes a number that somebody had before', async () => {
    const first = await provision(`create ${named('old')}`, ann.publicKey);
    await provision(`delete ${named('old')}`);
    const second = await provision(`create ${named('new')}`, ann.publicKey);
    expect(second.answer.account?.uid).toBeGreaterThan(first.answer.account?.uid ?? 0);
  });
});

describe('what is not ours', () => {
  test.each(['root', 'daemon'])('%s is left alone', async (name) => {
    for (const verb of ['show', 'lock', 'unlock', 'delete'])
      expect(await provision(`${verb} ${name}`)).toMatchObject({ code: 5 });
    expect(await provision(`set-keys ${name}`, ann.publicKey)).toMatchObject({ code: 5 });
    expect(await provision(`create ${name}`, ann.publicKey)).toMatchObject({ code: 3 });
  });

  test('an account that took the name of one of ours is a stranger’s', async () => {
    const name = named('gone');
    await provision(`create ${name}`, ann.publicKey);
    await execute('userdel', ['--remove', name]).catch(() => {});
    await execute('useradd', ['--no-create-home', '-K', 'UID_MIN=5000', name]);
    expect(await provision(`delete ${name}`)).toMatchObject({ code: 5 });
    expect((await provision('list')).answer.accounts?.map((one) => one.name)).not.toContain(name);
  });
});

describe('nothing of the input is evaluated', () => {
  const trap = () => join(pubnix.folders.home, 'trap');

  test.each([
    ['a command behind the name', (file: string) => `create bob; touch ${file}`],
    ['a substitution', (file: string) => `show $(touch ${file})`],
    ['backticks', (file: string) => `show \`touch ${file}\``],
    ['a second line', (file: string) => `show bob\ntouch ${file}`],
    ['an option for a name', () => 'delete --help'],
    ['a path for a name', () => 'show ../../etc/passwd'],
    ['a capital letter', () => 'show Bob'],
    ['too many words', () => 'show bob ann'],
    ['a verb of the shell', () => 'bash'],
    ['nothing', () => ''],
    ['a long name', () => `show ${'x'.repeat(40)}`],
  ])('%s is refused', async (_what, command) => {
    expect(await provision(command(trap()))).toMatchObject({ code: 2, answer: { ok: false } });
    expect(existsSync(trap())).toBe(false);
  });

  test.each([
    ['an option before the key', (key: string) => `command="touch /x" ${key}`],
    ['environment="…"', (key: string) => `environment="LD_PRELOAD=/x" ${key}`],
    ['text that is no key', () => 'ssh-ed25519 AAAA'],
    ['a comment with a space', (key: string) => `${key.split(' ', 2).join(' ')} a b`],
    ['a private key', () => '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['the same key twice', (key: string) => `${key}\n${key}`],
    ['a certificate authority', (key: string) => `cert-authority ${key}`],
    ['a mark that is more than a word', (key: string) => `mark a b\n${key}`],
    ['two marks', (key: string) => `mark a\nmark b\n${key}`],
    ['no key', () => ''],
    ['a kind of key that is too old', () => 'ssh-dss AAAAB3NzaC1kc3MAAACBAP'],
  ])('%s is no key to give', async (_what, input) => {
    const name = named('never');
    expect(await provision(`create ${name}`, input(ann.publicKey))).toMatchObject({ code: 2 });
    expect(await provision(`show ${name}`)).toMatchObject({ code: 4 });
  });

  test('an RSA key has to be long enough, and there is an end to how many', async () => {
    const weak = await pubnix.keyPair(['-t', 'rsa', '-b', '1024']);
    const name = named('weak');
    expect(await provision(`create ${name}`, weak.publicKey)).toMatchObject({
      answer: { error: 'weak_key' },
    });
    const many = Array.from({ length: 21 }, () => ann.publicKey).join('\n');
    expect(await provision(`create ${name}`, many)).toMatchObject({ code: 2 });
  });

  test('a configuration is read and not run', async () => {
    const folder = join(pubnix.folders.home, 'config');
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'bad.conf');
    await writeFile(file, `group=x\nPATH=$(touch ${trap()})\n`);
    const [program = ''] = pubnix.command;
    const answer = await execute(program, ['--config', file]).catch((error) => error.stdout);
    expect(JSON.parse(answer)).toEqual({ ok: false, error: 'bad_config' });
    expect(existsSync(trap())).toBe(false);
  });
});

test('everybody is listed in the order of names, after a name if one is given', async () => {
  for (const name of ['list-b', 'list-a', 'list-c'])
    await provision(`create ${named(name)}`, ann.publicKey);
  await provision(`lock ${named('list-b')}`);
  const { answer } = await provision('list');
  const names = (answer.accounts ?? []).map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(answer.next).toBeNull();
  const after = (await provision(`list ${named('list-a')}`)).answer.accounts ?? [];
  expect(after.slice(0, 2).map(({ name, state }) => [name, state])).toEqual([
    [named('list-b'), 'locked'],
    [named('list-c'), 'active'],
  ]);
});

test('what the hub may do over SSH is the script and nothing else', async () => {
  const own = join(pubnix.folders.home, '..', 'own');
  const pong = await loginAs(pubnix.username, own, 'ping');
  expect(JSON.parse(pong)).toMatchObject({ ok: true, accounts: expect.any(Number) });
  expect(await loginAs(pubnix.username, own, 'id')).toBe('refused');
  expect(await loginAs(pubnix.username, own)).toBe('refused');
});
