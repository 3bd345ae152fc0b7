import { AuditLog } from '@patchbay/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as integrations from '../integrations/index.ts';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import * as audit from './index.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const em = () => world.runtime.orm.em.fork();

async function withTrail(rows: number) {
  const tenant = await world.organization();
  const ctx = tenant.system();
  for (let index = 0; index < rows; index += 1)
    await integrations.toggle(ctx, { provider: 'syncro' });
  return { tenant, ctx };
}

/** What somebody with the database's own password could do: the trigger out of the way. */
async function tamper(tenant: Tenant, statement: (id: string) => ReturnType<typeof sql>) {
  await em().transactional(async (inner) => {
    const db = inner.getKysely();
    await sql`alter table integration_audit_logs disable trigger user`.execute(db);
    await statement(tenant.id).execute(db);
    await sql`alter table integration_audit_logs enable trigger user`.execute(db);
  });
}

describe('audit.verify', () => {
  it('finds an untouched trail intact and answers its head', async () => {
    const { tenant, ctx } = await withTrail(4);
    const last = await em().findOneOrFail(AuditLog, { organizationId: tenant.id, sequence: 4 });
    const answer = { intact: true, rows: 4, brokenAt: null, head: last.hash };
    expect(await audit.verify(ctx, {})).toEqual(answer);
  });

  it('finds an empty trail intact', async () => {
    const { ctx } = await withTrail(0);
    expect(await audit.verify(ctx, {})).toMatchObject({ intact: true, rows: 0 });
  });

  it('reads on past the first batch', async () => {
    const { tenant, ctx } = await withTrail(1);
    const copies = Array.from({ length: 505 }, (_, index) => index + 2);
    await tamper(
      tenant,
      (
        id,
      ) => sql`insert into integration_audit_logs (organization_id, sequence, action, subject_type,
          subject_id, actor, request_id, details, previous_hash, hash, created_at)
        select organization_id, s, action, subject_type, subject_id, actor, request_id, details,
          previous_hash, hash, created_at
        from integration_audit_logs, unnest(${copies}::int[]) s where organization_id = ${id}`,
    );
    expect(await audit.verify(ctx, {})).toMatchObject({ intact: false, brokenAt: 2, rows: 1 });
  });

  it.each([
    ['a changed action', sql`action = 'enabled '`],
    ['a changed subject', sql`subject_id = gen_random_uuid()::text`],
    ['a changed actor', sql`actor = '{"type":"user","id":"x","name":"Somebody else"}'`],
    ['a changed detail', sql`details = details || '{"more": 1}'`],
    ['a changed time', sql`created_at = created_at + interval '1 second'`],
    ['a changed request', sql`request_id = 'req_other'`],
    ['a changed hash', sql`hash = repeat('a', 64)`],
    ['a changed previous hash', sql`previous_hash = repeat('a', 64)`],
  ])('finds %s', async (_name, assignment) => {
    const { tenant, ctx } = await withTrail(4);
    await tamper(
      tenant,
      (id) =>
        sql`update integration_audit_logs set ${assignment} where organization_id = ${id} and sequence = 3`,
    );
    const { intact, brokenAt } = await audit.verify(ctx, {});
    expect(intact).toBe(false);
    expect(brokenAt).toBeGreaterThanOrEqual(3);
  });

  it('finds a removed row, also when the numbers close up behind it', async () => {
    const { tenant, ctx } = await withTrail(4);
    const remove = (id: string) =>
      sql`delete from integration_audit_logs where organization_id = ${id} and sequence = 2`;
    await tamper(tenant, remove);
    expect(await audit.verify(ctx, {})).toMatchObject({ intact: false, brokenAt: 2 });
    const close = (id: string) =>
      sql`update integration_audit_logs set sequence = sequence - 1 where organization_id = ${id} and sequence > 2`;
    await tamper(tenant, close);
    expect(await audit.verify(ctx, {})).toMatchObject({ intact: false, brokenAt: 2 });
  });

  it('finds two rows that changed places', async () => {
    const { tenant, ctx } = await withTrail(4);
    for (const [from, to] of [
      [2, 100],
      [3, 2],
      [100, 3],
    ]) {
      await tamper(
        tenant,
        (id) =>
          sql`update integration_audit_logs set sequence = ${to} where organization_id = ${id} and sequence = ${from}`,
      );
    }
    expect(await audit.verify(ctx, {})).toMatchObject({ intact: false, brokenAt: 2 });
  });

  it('shows rows cut off the end against a head that was kept', async () => {
    const { tenant, ctx } = await withTrail(3);
    const { head } = await audit.verify(ctx, {});
    const cut = (id: string) =>
      sql`delete from integration_audit_logs where organization_id = ${id} and sequence = 3`;
    await tamper(tenant, cut);
    expect(await audit.verify(ctx, {})).toMatchObject({ intact: true, rows: 2 });
    expect((await audit.verify(ctx, {})).head).not.toBe(head);
  });

  it('stays whole when many write at once', async () => {
    const { tenant, ctx } = await withTrail(0);
    const providers = ['syncro', 'msp360', 'obs', 'discord', 'mediawiki'];
    const writes = [...providers, ...providers, ...providers];
    await Promise.all(writes.map((provider) => integrations.toggle(ctx, { provider })));
    expect(await audit.verify(ctx, {})).toMatchObject({ intact: true, rows: 15 });
    expect(await em().count(AuditLog, { organizationId: tenant.id })).toBe(15);
  });
});

describe('the audit table', () => {
  it('refuses change and removal to everybody', async () => {
    const { tenant } = await withTrail(1);
    const where = { organizationId: tenant.id };
    await expect(em().nativeUpdate(AuditLog, where, { action: 'x' })).rejects.toThrow(
      'append-only',
    );
    await expect(em().nativeDelete(AuditLog, where)).rejects.toThrow('append-only');
  });
});

describe('audit.list', () => {
  it('narrows by action and provider, newest first, in pages', async () => {
    const { ctx } = await withTrail(3);
    await integrations.toggle(ctx, { provider: 'obs' });
    const numbers = async (input: Parameters<typeof audit.list>[1]) =>
      (await audit.list(ctx, input)).items.map(({ sequence }) => sequence);
    expect(await numbers({})).toEqual([4, 3, 2, 1]);
    expect(await numbers({ action: 'disabled' })).toEqual([4, 3, 1]);
    expect(await numbers({ provider: 'syncro', action: 'enabled' })).toEqual([2]);
    const page = await audit.list(ctx, { limit: 3 });
    expect(page.nextCursor).toBe('2');
    expect(await numbers({ limit: 3, cursor: '2' })).toEqual([1]);
  });

  it('does not tell the e-mail address of whoever acted', async () => {
    const tenant = await world.organization();
    const admin = await tenant.as('admin');
    await integrations.toggle(admin, { provider: 'obs' });
    const { items } = await audit.list(admin, {});
    expect(items[0]?.actor).toEqual({
      type: 'user',
      id: admin.principal.actor.id,
      name: 'Some admin',
    });
  });
});
