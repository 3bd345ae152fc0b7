import { type AccountStatus, IntegrationAccount, IntegrationConfig } from '@patchbay/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServiceContext } from '../kernel/index.ts';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import { accountMatrix } from './matrix.ts';

type Named = { id: string; email: string };
type Held = { person: Named; provider: string; status?: AccountStatus; failed?: boolean };

let world: World;
let acme: Tenant;
let admin: ServiceContext;
let people: Named[];
beforeAll(async () => {
  world = await openWorld();
  acme = await world.organization();
  const other = await world.organization();
  admin = await acme.as('admin');
  people = [];
  for (let count = 0; count < 4; count += 1) people.push(await acme.person('member'));
  const [ann, bob, cid] = people as [Named, Named, Named];
  await hold(acme, { person: ann, provider: 'mediawiki' });
  await hold(acme, { person: ann, provider: 'discord', status: 'deleted' });
  await hold(acme, { person: bob, provider: 'mediawiki', status: 'suspended' });
  await hold(acme, { person: cid, provider: 'discord', failed: true });
  await hold(other, { person: await other.person('member'), provider: 'mediawiki' });
});
afterAll(() => world.close());

async function hold({ id: organizationId }: Tenant, { person, provider, status, failed }: Held) {
  const em = world.runtime.orm.em.fork();
  const config = await em.findOneOrFail(IntegrationConfig, { organizationId, provider });
  const now = world.clock.now();
  em.create(IntegrationAccount, {
    organizationId,
    integration: config.id,
    userId: person.id,
    provider,
    system: 'wiki.example.org',
    identifier: `Name of ${person.id}`,
    identifierKey: person.id + provider,
    status: status ?? 'active',
    ...(failed && { operation: 'create' as const, failedAt: now }),
    createdAt: now,
    updatedAt: now,
  });
  await em.flush();
}

type Input = Parameters<typeof accountMatrix>[1];
const emails = async (input: Input) =>
  (await accountMatrix(admin, input)).items.map(({ person }) => person.email).sort();
const of = (...at: number[]) => at.map((index) => people[index]?.email ?? '').sort();

it('shows everybody of the organization and nobody else, with what is not removed', async () => {
  const { items, nextCursor } = await accountMatrix(admin, {});
  expect(items).toHaveLength(people.length + 1);
  expect(nextCursor).toBeNull();
  const ann = items.find(({ person }) => person.id === people[0]?.id);
  expect(ann?.accounts.map(({ provider, status }) => ({ provider, status }))).toEqual([
    { provider: 'mediawiki', status: 'active' },
  ]);
});

it('turns pages of people without losing or repeating one', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await accountMatrix(admin, { limit: 2, ...(cursor && { cursor }) });
    seen.push(...page.items.map(({ memberId }) => memberId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(people.length + 1);
  expect(new Set(seen).size).toBe(seen.length);
});

it('narrows by how people stand with one system', async () => {
  const wiki = { provider: 'mediawiki' };
  expect(await emails({ ...wiki, state: 'active' })).toEqual(of(0));
  expect(await emails({ ...wiki, state: 'suspended' })).toEqual(of(1));
  expect(await emails({ ...wiki, state: 'failed' })).toEqual([]);
  expect(await emails({ state: 'failed' })).toEqual(of(2));
  expect(await emails({ state: 'under_way' })).toEqual([]);
  expect(await emails({ ...wiki, state: 'none' })).toEqual(expect.arrayContaining(of(2, 3)));
  expect(await emails({ ...wiki, state: 'none' })).not.toContain(people[0]?.email);
});

it('finds people by their address and by a name that they have outside', async () => {
  const [ann] = of(0);
  expect(await emails({ search: ann ?? '' })).toEqual([ann]);
  expect(await emails({ search: `name of ${people[1]?.id}` })).toEqual(of(1));
  expect(await emails({ search: '100%' })).toEqual([]);
});

it('refuses a cursor that is none', async () => {
  await expect(accountMatrix(admin, { cursor: 'elsewhere' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
