import { type Page, toPage } from '@patchbay/core';
import { sql } from 'kysely';
import { definePersonVerb } from '../kernel/index.ts';
import { ListOrganizationsInput, type OrganizationSummary } from './schemas.ts';

type Row = Omit<OrganizationSummary, 'createdAt'> & { createdAt: string | Date };

/** Every organization of this Patchbay by slug, with its counts, in one query. For its operator. */
export const listOrganizations = definePersonVerb({
  name: 'organizations.list',
  audience: 'operator',
  input: ListOrganizationsInput,
  run: async ({ runtime }, { cursor, limit, search }): Promise<Page<OrganizationSummary>> => {
    const pattern = `%${(search ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
    const { rows } = await sql<Row>`
      select o.id, o.name, o.slug, o."createdAt",
        (select count(*)::int from auth.member m where m."organizationId" = o.id) as members,
        c.configured, c.failing
      from auth.organization o cross join lateral (
        select count(*) filter (where status <> 'not_configured')::int as configured,
          count(*) filter (where status = 'error' and enabled)::int as failing
        from integration_configs where organization_id = o.id) c
      where (o.name ilike ${pattern} or o.slug ilike ${pattern}) and o.slug > ${cursor ?? ''}
      order by o.slug limit ${limit + 1}`.execute(runtime.orm.em.fork().getKysely());
    return toPage(
      rows,
      limit,
      (row) => ({ ...row, createdAt: new Date(row.createdAt) }),
      (row) => row.slug,
    );
  },
});
