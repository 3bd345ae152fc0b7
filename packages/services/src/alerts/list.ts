import { invalidField, type Page, toPage } from '@patchbay/core';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { readAlerts } from './read.ts';
import { type AlertView, ListAlertsInput } from './schemas.ts';

/** The organization's alerts, the newest first, in pages: one query. Errors: `invalid_input` for a bad cursor. */
export const listAlerts = defineVerb({
  name: 'alerts.list',
  permission: 'settings:read',
  input: ListAlertsInput,
  async run({ runtime, principal }, input): Promise<Page<AlertView>> {
    const em = runtime.orm.em.fork();
    const limit = input.limit + 1;
    const rows = await readAlerts(em, principal.organizationId, { where: whereOf(input), limit });
    return toPage(
      rows,
      input.limit,
      (row) => row,
      ({ openedAt, id }) => `${openedAt.getTime()}_${id}`,
    );
  },
});

const states = {
  open: sql`a.closed_at is null`,
  closed: sql`a.closed_at is not null`,
  all: sql`true`,
};

function whereOf(input: z.output<typeof ListAlertsInput>): RawBuilder<unknown> {
  const { kind, integrationId, cursor } = input;
  const conditions = [states[input.state]];
  if (kind) conditions.push(sql`a.kind = ${kind}`);
  if (integrationId) conditions.push(sql`a.integration_id = ${integrationId}`);
  if (cursor !== undefined) conditions.push(below(cursor));
  return sql.join(conditions, sql` and `);
}

const Cursor = z.tuple([z.coerce.number().int().min(0).max(8.64e15), z.uuid()]);

function below(cursor: string) {
  const parsed = Cursor.safeParse(cursor.split('_'));
  if (!parsed.success) throw invalidField('cursor', 'is not a cursor of this list');
  const [moment, id] = parsed.data;
  // The cursor knows milliseconds, as the clock that wrote the rows does.
  return sql<boolean>`(a.opened_at, a.id) < (${new Date(moment)}, ${id}::uuid)`;
}
