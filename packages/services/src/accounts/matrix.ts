import { invalidField, type MemberRole, type Page, toPage } from '@patchbay/core';
import { IntegrationAccount } from '@patchbay/db';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { AccountMatrixInput, type AccountMatrixRow } from './matrix-schemas.ts';
import { toAccountView } from './view.ts';

type Row = { memberId: string; id: string; name: string; email: string; role: MemberRole };
type Input = z.output<typeof AccountMatrixInput>;

/**
 * The people of the organization by name, each with their accounts, in pages of people. Two queries, whatever the
 * page. Errors: `invalid_input` for a bad cursor.
 */
export const accountMatrix = defineVerb({
  name: 'accounts.matrix',
  permission: 'accounts:read',
  input: AccountMatrixInput.prefault({}),
  async run({ runtime, principal }, input): Promise<Page<AccountMatrixRow>> {
    const { organizationId } = principal;
    const { cursor, limit } = input;
    if (cursor !== undefined && !z.uuid().safeParse(cursor).success)
      throw invalidField('cursor', 'is not a cursor of this list');
    const em = runtime.orm.em.fork();
    const { rows } = await sql<Row>`
      select m.id as "memberId", u.id, u.name, u.email, m.role
      from auth.member m join auth."user" u on u.id = m."userId"
      where m."organizationId" = ${organizationId} and ${after(cursor)}
        and ${matching(organizationId, input.search)} and ${standing(organizationId, input)}
      order by lower(u.name), m.id limit ${limit + 1}`.execute(em.getKysely());
    const page = toPage(
      rows,
      limit,
      (row) => row,
      ({ memberId }) => memberId,
    );
    const accounts = await em.find(
      IntegrationAccount,
      {
        organizationId,
        userId: { $in: page.items.map(({ id }) => id) },
        status: { $ne: 'deleted' },
      },
      { orderBy: { provider: 'asc' } },
    );
    const items = page.items.map(({ memberId, role, ...person }) => ({
      memberId,
      person,
      role,
      accounts: accounts
        .filter(({ userId }) => userId === person.id)
        .map((row) => toAccountView(row, person)),
    }));
    return { ...page, items };
  },
});

type Condition = RawBuilder<unknown>;

const after = (cursor: string | undefined): Condition =>
  cursor === undefined
    ? sql`true`
    : sql`(lower(u.name), m.id) > (select lower(v.name), n.id
        from auth.member n join auth."user" v on v.id = n."userId" where n.id = ${cursor})`;

function matching(organizationId: string, search: string | undefined): Condition {
  if (!search) return sql`true`;
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const named = accountsOf(organizationId, sql`a.identifier ilike ${pattern}`);
  return sql`(u.name ilike ${pattern} or u.email ilike ${pattern} or ${named})`;
}

const states: Record<Exclude<NonNullable<Input['state']>, 'none'>, Condition> = {
  active: sql`a.status = 'active' and a.operation is null`,
  suspended: sql`a.status = 'suspended' and a.operation is null`,
  under_way: sql`a.operation is not null and a.failed_at is null`,
  failed: sql`a.failed_at is not null`,
};

function standing(organizationId: string, { provider, state }: Input): Condition {
  const there = provider === undefined ? sql`true` : sql`a.integration_type = ${provider}`;
  if (state === undefined) return sql`true`;
  if (state === 'none') return sql`not ${accountsOf(organizationId, there)}`;
  return accountsOf(organizationId, sql`${there} and ${states[state]}`);
}

/** Whether the person has an account of this kind. */
const accountsOf = (organizationId: string, condition: Condition): Condition =>
  sql`exists (select from integration_accounts a where a.organization_id = ${organizationId}
    and a.user_id = u.id and a.status <> 'deleted' and ${condition})`;
