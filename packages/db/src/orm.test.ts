import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AuditLog, IntegrationConfig, Organization, User } from './entities/index.ts';
import { type Orm, openOrm } from './orm.ts';
import { query, testDatabase } from './testing/database.ts';

async function open(): Promise<{ orm: Orm; url: string }> {
  const url = await testDatabase({ migrated: true });
  const orm = await openOrm({ url, poolSize: 2, applicationName: 'patchbay test' });
  onTestFinished(() => orm.close());
  return { orm, url };
}

async function found(orm: Orm): Promise<string> {
  const id = randomUUID();
  const createdAt = new Date();
  await orm.em.fork().insert(Organization, { id, name: 'Acme', slug: `acme-${id}`, createdAt });
  return id;
}

const auditRow = (organizationId: string) => ({
  organizationId,
  sequence: 1,
  action: 'configured',
  subjectType: 'integration',
  subjectId: 'x',
  actor: { type: 'system' as const, id: 'test', name: 'Test' },
  requestId: 'req_test',
  details: {},
  previousHash: '0',
  hash: '1',
  createdAt: new Date(),
});

test('the migrations make what the entities describe, but for the hand-written trigger', async () => {
  const { orm } = await open();
  const difference = await orm.schema.getUpdateSchemaSQL({ wrap: false });
  expect(difference.split('\n').filter(Boolean)).toEqual([
    'drop trigger if exists "refuse_audit_change" on "integration_audit_logs";',
    'drop function if exists "integration_audit_logs_refuse_audit_change_fn"();',
  ]);
});

test('timestamps come back as the same moment, in any time zone of the process', async () => {
  const { orm } = await open();
  const id = randomUUID();
  const createdAt = new Date('2026-03-29T01:30:00.123Z');
  await orm.em.fork().insert(Organization, { id, name: 'Acme', slug: id, createdAt });
  expect((await orm.em.fork().findOneOrFail(Organization, id)).createdAt).toEqual(createdAt);
});

test('the process is named in the list of connections', async () => {
  const { orm, url } = await open();
  await found(orm);
  const rows = await query(url, 'select 1 from pg_stat_activity where application_name = $1', [
    'patchbay test',
  ]);
  expect(rows.length).toBeGreaterThan(0);
});

describe('the audit trail', () => {
  const refused = /append-only/;

  test.each([
    ['changed', `update integration_audit_logs set action = 'nothing'`],
    ['deleted', 'delete from integration_audit_logs'],
    ['emptied', 'truncate integration_audit_logs'],
  ])('cannot be %s, not even by its owner', async (_what, statement) => {
    const { orm, url } = await open();
    await orm.em.fork().insert(AuditLog, auditRow(await found(orm)));
    await expect(query(url, statement)).rejects.toThrow(refused);
    expect(await orm.em.fork().count(AuditLog, { action: 'configured' })).toBe(1);
  });

  test('goes with its organization, and only with its own', async () => {
    const { orm, url } = await open();
    const [first, second] = [await found(orm), await found(orm)];
    await orm.em.fork().insertMany(AuditLog, [auditRow(first), auditRow(second)]);
    await query(url, 'delete from auth.organization where id = $1', [first]);
    const left = await orm.em.fork().find(AuditLog, {});
    expect(left.map(({ organizationId }) => organizationId)).toEqual([second]);
  });

  test('gives each number of an organization once', async () => {
    const { orm } = await open();
    const id = await found(orm);
    await orm.em.fork().insert(AuditLog, auditRow(id));
    await expect(orm.em.fork().insert(AuditLog, auditRow(id))).rejects.toThrow(/unique/);
  });
});

test('a deleted person is forgotten by the integration, which stays', async () => {
  const { orm, url } = await open();
  const person = randomUUID();
  const ada = { id: person, name: 'Ada', email: 'ada@example.org', emailVerified: false };
  await orm.em.fork().insert(User, { ...ada, operator: false });
  const organizationId = await found(orm);
  const row = { organizationId, provider: 'obs', label: 'OBS', createdBy: person };
  await orm.em.fork().insert(IntegrationConfig, row);
  await query(url, 'delete from auth."user" where id = $1', [person]);
  const left = await orm.em.fork().findOneOrFail(IntegrationConfig, { organizationId });
  expect(left.createdBy).toBeNull();
});
