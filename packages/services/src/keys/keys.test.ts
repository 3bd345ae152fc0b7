import { ApiKey } from '@patchbay/db';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { type Organization, openPeople, refusal } from '../organizations/testing/people.ts';
import { createKey } from './create.ts';
import { listKeys } from './list.ts';
import { resolveApiKey } from './resolve.ts';
import { revokeKey } from './revoke.ts';

const people = await openPeople();
const { runtime, clock, found, join, inside, asOwner, audit, chain } = people;
const { orm } = runtime;

const make = (organization: Organization, expiresInDays?: number) =>
  createKey(asOwner(organization), {
    name: 'Nightly report',
    permissions: ['settings:read', 'audit:read'],
    expiresInDays,
  });

const stampOf = async (id: string) =>
  (await people.em().findOneOrFail(ApiKey, id)).lastUsedAt ?? null;

describe('making a key', () => {
  test('answers it once, keeps its hash, and is on record without either', async () => {
    const acme = await found();
    const { key, ...shown } = await make(acme, 30);
    expect(key).toMatch(/^pb_[a-z2-9]{32}$/);
    expect(shown).toMatchObject({
      prefix: key.slice(0, 8),
      permissions: ['settings:read', 'audit:read'],
      createdBy: acme.owner.name,
      expiresAt: new Date(clock.now().getTime() + 30 * 86_400_000),
      status: 'active',
    });
    expect(await listKeys(asOwner(acme), {})).toEqual([shown]);

    const { hash } = await people.em().findOneOrFail(ApiKey, shown.id);
    const [row] = await audit(acme);
    expect(row).toMatchObject({ action: 'api_key.created', subjectId: shown.id });
    expect(JSON.stringify(row)).not.toContain(key);
    expect(JSON.stringify(row)).not.toContain(hash);
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 2 });
  });

  test('grants nothing that its maker lacks', async () => {
    const acme = await found();
    const owner = asOwner(acme);
    const permissions = new Set([...owner.principal.permissions].filter((p) => p !== 'audit:read'));
    const principal = { ...owner.principal, permissions };
    const work = createKey(
      { ...owner, principal },
      { name: 'Too much', permissions: ['settings:read', 'audit:read'] },
    );
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
    expect(await listKeys(owner, {})).toEqual([]);
  });

  test('knows no permission over people or keys', async () => {
    const acme = await found();
    const permissions = ['members:edit', 'keys:edit'];
    const input = { name: 'Master', permissions } as unknown as Parameters<typeof createKey>[1];
    expect(await refusal(createKey(asOwner(acme), input))).toMatchObject({
      code: 'invalid_input',
      fields: ['permissions.0', 'permissions.1'],
    });
  });

  test('is refused to a member, who may not even see keys', async () => {
    const acme = await found();
    const { person: max } = await join(acme, 'member', 'Max');
    const asMax = inside(acme, max, 'member');
    const work = createKey(asMax, { name: 'Mine', permissions: ['settings:read'] });
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
    expect(await refusal(listKeys(asMax, {}))).toMatchObject({ code: 'forbidden' });
  });
});

describe('revoking a key', () => {
  test('ends it at once and is on record once', async () => {
    const acme = await found();
    const { id, key } = await make(acme);
    expect(await revokeKey(asOwner(acme), { keyId: id })).toMatchObject({ status: 'revoked' });
    await revokeKey(asOwner(acme), { keyId: id });
    expect(await refusal(resolveApiKey(orm, clock, key))).toMatchObject({
      code: 'unauthenticated',
    });
    expect((await audit(acme)).map(({ action }) => action)).toEqual([
      'api_key.revoked',
      'api_key.created',
      'organization.created',
    ]);
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 3 });
  });

  test('does not reach into another organization', async () => {
    const other = await found('Other');
    const { id, key } = await make(other);
    const work = revokeKey(asOwner(await found()), { keyId: id });
    expect(await refusal(work)).toMatchObject({ code: 'not_found' });
    expect(await resolveApiKey(orm, clock, key)).toMatchObject({ organizationId: other.id });
  });
});

describe('a call with a key', () => {
  test('acts in the organization of the key with the permissions of the key', async () => {
    const acme = await found();
    const { id, key } = await make(acme);
    expect(await resolveApiKey(orm, clock, key)).toEqual({
      organizationId: acme.id,
      actor: { type: 'api_key', id, name: 'Nightly report' },
      role: null,
      permissions: new Set(['settings:read', 'audit:read']),
    });
  });

  test('is refused in the same words whether the key is wrong, expired or revoked', async () => {
    const acme = await found();
    const expired = await make(acme, 1);
    clock.advance(1);
    const revoked = await make(acme);
    await revokeKey(asOwner(acme), { keyId: revoked.id });
    clock.advance(86_400_000);
    const keys = [expired.key, revoked.key, `pb_${'a'.repeat(32)}`, 'pb_short', ''];
    const refused = await Promise.all(keys.map((key) => refusal(resolveApiKey(orm, clock, key))));
    expect(new Set(refused.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(refused[0]).toMatchObject({ code: 'unauthenticated' });
    expect(await listKeys(asOwner(acme), {})).toMatchObject([
      { status: 'revoked' },
      { status: 'expired' },
    ]);
  });

  test('stamps the key at most once a minute and tells the live pages', async () => {
    const acme = await found();
    const { id, key } = await make(acme);
    const events: unknown[] = [];
    const listener = new pg.Client({ connectionString: people.url });
    await listener.connect();
    listener.on('notification', ({ payload = '' }) => events.push(JSON.parse(payload)));
    await listener.query('listen patchbay_events');

    const first = clock.now();
    await Promise.all([1, 2, 3].map(() => resolveApiKey(orm, clock, key)));
    await vi.waitFor(async () => expect(await stampOf(id)).toEqual(first));
    clock.advance(59_999);
    await resolveApiKey(orm, clock, key);
    clock.advance(1);
    const second = clock.now();
    await resolveApiKey(orm, clock, key);
    await vi.waitFor(async () => expect(await stampOf(id)).toEqual(second));
    await vi.waitFor(() => expect(events).toHaveLength(2));
    await listener.end();
    expect(events[0]).toEqual({
      organizationId: acme.id,
      type: 'key_used',
      subject: { type: 'api_key', id },
    });
  });
});
