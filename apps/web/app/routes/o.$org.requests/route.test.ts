import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Founded, origin } from '../../../server/testing/product.ts';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { requestKey } from '../../requests/request-key.ts';
import { loader as readRequest } from '../o.$org.requests.$request/route.tsx';
import { loader } from './route.tsx';

let world: Connectable;
let acme: Founded;
beforeAll(async () => {
  world = await openConnectable();
  acme = await world.found('acme');
  const settings = { subdomain: 'demo', apiToken: 'sandbox-syncro-1' };
  await acme.owner.client.integrations.configure.mutate({ provider: 'syncro', settings });
  for (const endpoint of ['/tickets', '/nothing'])
    await acme.owner.client.calls.test.mutate({ provider: 'syncro', endpoint });
  // They are written in batches, off the way of the calls.
  await vi.waitFor(async () => expect((await list()).items).toHaveLength(2), 10_000);
});
afterAll(() => world.close());

async function list(search = '') {
  const args = await world.visit(acme, 'syncro');
  const request = new Request(`${origin}/o/${acme.slug}/requests${search}`, args.request);
  return loader({ ...args, request });
}
const endpoints = async (search: string) =>
  (await list(search)).items.map(({ endpoint }) => endpoint);

it('shows the newest first and says that calls are recorded', async () => {
  const { items, log, nextCursor } = await list();
  expect(items.map(({ endpoint }) => endpoint)).toEqual(['/nothing', '/tickets']);
  expect(log).toMatchObject({ enabled: true, dropped: 0 });
  expect(nextCursor).toBeNull();
});

it('narrows by integration, outcome, time and correlation id', async () => {
  const [first] = (await list()).items;
  expect(await endpoints('?provider=reddit')).toEqual([]);
  expect(await endpoints('?outcome=4xx')).toEqual(['/nothing']);
  expect(await endpoints('?outcome=ok&range=1h')).toEqual(['/tickets']);
  expect(await endpoints(`?correlation=${first?.correlationId}`)).toEqual(['/nothing']);
  expect(await endpoints('?outcome=made-up&range=never')).toHaveLength(2);
});

it('opens one by its address, with a command that holds no key', async () => {
  const [first] = (await list()).items;
  if (!first) throw new Error('nothing on record');
  const args = await world.visit(acme, 'syncro', undefined, { request: requestKey(first) });
  const { call, name } = await readRequest(args);
  expect({ name, id: call.id }).toEqual({ name: 'Syncro', id: first.id });
  expect(call.curl).toContain('$PATCHBAY_API_KEY');
});

it('has nothing at addresses that name no call of this organization', async () => {
  const [first] = (await list()).items;
  if (!first) throw new Error('nothing on record');
  const other = await world.found('other');
  for (const [place, request] of [
    [acme, 'no-such-name'],
    [acme, requestKey({ ...first, id: crypto.randomUUID() })],
    [other, requestKey(first)],
  ] as const) {
    const args = await world.visit(place, 'syncro', undefined, { request });
    const thrown = await readRequest(args).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ init: { status: 404 } });
  }
});
