import { asApiKey } from '@patchbay/core';
import { IntegrationConfig } from '@patchbay/db';
import { providerKeys } from '@patchbay/providers';
import { describe, expect, test } from 'vitest';
import { createOrganization } from './create.ts';
import { currentOrganization } from './current.ts';
import { listOrganizations } from './list.ts';
import { myOrganizations } from './mine.ts';
import { resolveOrganization } from './resolve.ts';
import { openPeople, refusal } from './testing/people.ts';
import { updateOrganization } from './update.ts';

const people = await openPeople();
const { runtime, personal, person, found, inside, asOwner, audit, chain } = people;

describe('founding an organization', () => {
  test('makes the founder its owner, a row for every provider, and the first audit row', async () => {
    const owner = await person();
    const created = await createOrganization(personal(owner), { name: 'Düne & Söhne' });
    expect(created).toMatchObject({ name: 'Düne & Söhne', slug: 'dune-sohne', role: 'owner' });
    expect(await myOrganizations(personal(owner), {})).toEqual([created]);

    const rows = await people.em().find(IntegrationConfig, { organizationId: created.id });
    expect(rows.map(({ provider }) => provider).toSorted()).toEqual(providerKeys.toSorted());

    const organization = { ...created, owner };
    const [row] = await audit(organization);
    expect(row).toMatchObject({
      sequence: 1,
      action: 'organization.created',
      actor: { type: 'user', id: owner.id, name: owner.name, email: owner.email },
      subjectId: created.id,
    });
    expect(await chain(organization)).toMatchObject({ intact: true, rows: 1 });
  });

  test('numbers the address when the name is taken, also for two in the same moment', async () => {
    const owner = await person();
    const call = () => createOrganization(personal(owner), { name: 'Same name' });
    await call();
    const slugs = (await Promise.all([call(), call()])).map(({ slug }) => slug);
    expect(slugs.toSorted()).toEqual(['same-name-2', 'same-name-3']);
  });

  test('refuses an address that was asked for and is taken or reserved', async () => {
    const owner = await person();
    await createOrganization(personal(owner), { name: 'First', slug: 'first' });
    const expected = { code: 'conflict', fields: ['slug'] };
    const again = createOrganization(personal(owner), { name: 'Other', slug: 'first' });
    expect(await refusal(again)).toMatchObject(expected);
    const reserved = createOrganization(personal(owner), { name: 'Other', slug: 'new' });
    expect(await refusal(reserved)).toMatchObject(expected);
  });

  test.each(['a\u0000b', 'a\ud800b'])(
    'refuses the name %j, which cannot be stored',
    async (name) => {
      const attempt = createOrganization(personal(await person()), { name });
      expect(await refusal(attempt)).toMatchObject({ code: 'invalid_input', fields: ['name'] });
    },
  );

  test.each([['!!!'], ['new'], ['日本'], ['x']])(
    'finds an address for the name %s',
    async (name) => {
      const { slug } = await createOrganization(personal(await person()), { name });
      expect(slug).toMatch(/^organization(-[a-z0-9]+)*$/);
    },
  );

  test('names every bad field', async () => {
    const work = createOrganization(personal(await person()), { name: ' ', slug: 'No Slug' });
    expect(await refusal(work)).toMatchObject({ code: 'invalid_input', fields: ['name', 'slug'] });
  });
});

describe('renaming an organization', () => {
  test('is the owner’s, keeps the address and is on record', async () => {
    const acme = await found();
    const renamed = await updateOrganization(asOwner(acme), { name: 'Acme Ltd' });
    expect(renamed).toEqual({ id: acme.id, name: 'Acme Ltd', slug: acme.slug, role: 'owner' });
    const [row] = await audit(acme);
    expect(row).toMatchObject({
      action: 'organization.updated',
      details: { before: { name: 'Acme' }, after: { name: 'Acme Ltd' } },
    });
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 2 });
  });

  test('writes nothing when the name stays', async () => {
    const acme = await found();
    await updateOrganization(asOwner(acme), { name: 'Acme' });
    expect(await audit(acme)).toHaveLength(1);
  });

  test.each(['admin', 'member', 'operator'] as const)('is refused to a %s', async (role) => {
    const acme = await found();
    const work = updateOrganization(inside(acme, acme.owner, role), { name: 'Mine' });
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
  });
});

test('the current organization is the one of the session or of the key', async () => {
  const acme = await found('Current');
  expect(await currentOrganization(asOwner(acme), {})).toMatchObject({
    id: acme.id,
    role: 'owner',
  });
  const principal = asApiKey(acme.id, { type: 'api_key', id: 'k', name: 'k' }, ['settings:read']);
  const view = await currentOrganization({ ...asOwner(acme), principal }, {});
  expect(view).toMatchObject({ id: acme.id, role: null });
});

describe('finding out what a person may do', () => {
  test('a member enters with the role of this moment', async () => {
    const acme = await found();
    const { person: max } = await people.join(acme, 'member', 'Max');
    const principal = await resolveOrganization(runtime.orm, max, acme.slug);
    expect(principal).toMatchObject({ organizationId: acme.id, role: 'member' });
    expect(principal.permissions.has('settings:edit')).toBe(false);

    await people
      .em()
      .getConnection()
      .execute(`update auth.member set role = 'admin' where "userId" = ?`, [max.id]);
    const promoted = await resolveOrganization(runtime.orm, max, acme.slug);
    expect(promoted.permissions.has('settings:edit')).toBe(true);
  });

  test('a stranger cannot tell a foreign organization from none', async () => {
    const acme = await found();
    const stranger = await person('Eve');
    const foreign = await refusal(resolveOrganization(runtime.orm, stranger, acme.slug));
    const missing = await refusal(resolveOrganization(runtime.orm, stranger, 'nowhere-at-all'));
    expect(foreign).toMatchObject({ code: 'not_found' });
    expect(foreign).toEqual(missing);
    const odd = await refusal(resolveOrganization(runtime.orm, stranger, 'a\u0000b'));
    expect(odd).toEqual(missing);
  });

  test('an operator enters any organization and only reads', async () => {
    const acme = await found();
    const operator = await person('Otto', true);
    const { role, permissions } = await resolveOrganization(runtime.orm, operator, acme.slug);
    expect(role).toBe('operator');
    expect([...permissions].filter((permission) => permission.endsWith(':edit'))).toEqual([]);
  });
});

describe('the operator’s list', () => {
  test('pages through every organization with its counts', async () => {
    const operator = await person('Otto', true);
    const zeta = await found('Zeta list 1');
    await people.join(zeta, 'member', 'Max');
    await found('Zeta list 2');
    await found('Zeta list 3');
    await people
      .em()
      .nativeUpdate(
        IntegrationConfig,
        { organizationId: zeta.id, provider: providerKeys.slice(0, 2) },
        { status: 'error' },
      );
    const ask = { search: 'zeta LIST', limit: 2 };
    const first = await listOrganizations(personal(operator), ask);
    expect(first.items[0]).toEqual({
      id: zeta.id,
      name: 'Zeta list 1',
      slug: 'zeta-list-1',
      members: 2,
      configured: 2,
      failing: 2,
      createdAt: runtime.clock.now(),
    });
    const cursor = first.nextCursor ?? undefined;
    const second = await listOrganizations(personal(operator), { ...ask, cursor });
    expect([...first.items, ...second.items].map(({ slug }) => slug)).toEqual([
      'zeta-list-1',
      'zeta-list-2',
      'zeta-list-3',
    ]);
    expect(second.nextCursor).toBeNull();
  });

  test('takes wildcards in the search for plain characters', async () => {
    const operator = await person('Otto', true);
    await found('Plain');
    expect((await listOrganizations(personal(operator), { search: '%' })).items).toEqual([]);
  });

  test.each([{ search: 'a\u0000b' }, { cursor: 'a\u0000b' }])(
    'refuses %j as input',
    async (odd) => {
      const operator = await person('Otto', true);
      const attempt = refusal(listOrganizations(personal(operator), odd));
      expect(await attempt).toMatchObject({ code: 'invalid_input' });
    },
  );

  test('is refused to everybody else', async () => {
    const work = listOrganizations(personal(await person()), {});
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
  });
});
