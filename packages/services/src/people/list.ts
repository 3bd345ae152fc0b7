import { type Page, toPage } from '@patchbay/core';
import { sql } from 'kysely';
import { definePersonVerb } from '../kernel/index.ts';
import { ListPeopleInput, type PersonSummary } from './schemas.ts';

type Row = Omit<PersonSummary, 'createdAt'> & { createdAt: string | Date };

/** Everybody on this Patchbay by e-mail address, in one query. For its operator. */
export const listPeople = definePersonVerb({
  name: 'people.list',
  audience: 'operator',
  input: ListPeopleInput,
  run: async ({ runtime }, { cursor, limit, search }): Promise<Page<PersonSummary>> => {
    const pattern = `%${(search ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
    const { rows } = await sql<Row>`
      select u.id, u.name, u.email, u.operator, u."createdAt",
        (select count(*)::int from auth.member m where m."userId" = u.id) as organizations
      from auth."user" u
      where (u.name ilike ${pattern} or u.email ilike ${pattern}) and u.email > ${cursor ?? ''}
      order by u.email limit ${limit + 1}`.execute(runtime.orm.em.fork().getKysely());
    return toPage(
      rows,
      limit,
      (row) => ({ ...row, createdAt: new Date(row.createdAt) }),
      ({ email }) => email,
    );
  },
});
