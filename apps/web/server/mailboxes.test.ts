import { ensureJobs } from '@patchbay/jobs';
import { demo, type Sandbox, startSandbox } from '@patchbay/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Founded, openProduct, type Product, type Visitor } from './testing/product.ts';

const provider = 'mailcow';

let sandbox: Sandbox;
let product: Product;
let acme: Founded;
let ann: Visitor;
let accountId: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  product = await openProduct(undefined, { sandbox });
  await ensureJobs(product.url);
  acme = await product.found('Acme');
  const settings = demo.settings.mailcow;
  await acme.owner.client.integrations.configure.mutate({ provider, settings });
  ann = await product.join(acme, 'member');
});
afterAll(async () => {
  await product.close();
  await sandbox.close();
});

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error) => error.data.patchbay.code,
  );
const ref = () => ({ provider, accountId });

it('a member makes their mailbox; its password is told once', async () => {
  const made = await ann.client.accounts.create.mutate({ provider, identifier: 'Ann' });
  expect(made).toMatchObject({
    outcome: 'done',
    secret: expect.stringMatching(/^[\w-]{23}$/),
    account: { identifier: 'ann@acme.example', status: 'active', details: { quotaMiB: 1024 } },
  });
  accountId = made.account?.id ?? '';
  const read = await ann.client.accounts.get.query(ref());
  expect(JSON.stringify(read)).not.toContain(made.secret);
  expect(read.connect[0]).toEqual({ label: 'User name', value: 'ann@acme.example' });
});

it('a name that stands for the domain, or is somebody’s, is not given out', async () => {
  const ben = await product.join(acme, 'member');
  const ask = (identifier: string) =>
    refusal(ben.client.accounts.create.mutate({ provider, identifier }));
  expect(await ask('postmaster')).toBe('invalid_input');
  expect(await ask('reception')).toBe('conflict');
  expect(await ask('ann')).toBe('conflict');
});

it('a person makes app passwords, and only admins change how much fits in', async () => {
  const run = { ...ref(), operation: 'app-password', input: { name: 'Phone' } };
  expect(await ann.client.accounts.custom.mutate(run)).toEqual({
    output: { name: 'Phone' },
    secret: expect.stringMatching(/^[\w-]{23}$/),
  });
  const more = { ...ref(), input: { quotaMiB: 2048 } };
  expect(await refusal(ann.client.accounts.update.mutate(more))).toBe('forbidden');
  expect(await acme.owner.client.accounts.update.mutate(more)).toMatchObject({
    account: { details: { quotaMiB: 2048 } },
  });
  const tooMuch = { ...ref(), input: { quotaMiB: 99_999 } };
  await expect(acme.owner.client.accounts.update.mutate(tooMuch)).rejects.toThrow(
    /more than the domain allows/,
  );
  expect(await ann.client.accounts.get.query(ref())).toMatchObject({ operation: null });
});

it('suspending and removing reach the server', async () => {
  await acme.owner.client.accounts.update.mutate({ ...ref(), status: 'suspended' });
  expect(await refusal(ann.client.accounts.update.mutate({ ...ref(), status: 'active' }))).toBe(
    'forbidden',
  );
  const removed = await acme.owner.client.accounts.remove.mutate({ ...ref(), reason: 'left' });
  expect(removed).toMatchObject({ outcome: 'done' });
  const again = await ann.client.accounts.create.mutate({ provider, identifier: 'ann' });
  expect(again).toMatchObject({ outcome: 'done', account: { details: { quotaMiB: 1024 } } });
});
