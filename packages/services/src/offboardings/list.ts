import type { FilterQuery } from '@mikro-orm/postgresql';
import { invalidField, type Page, toPage } from '@patchbay/core';
import { AccountRemoval, Offboarding } from '@patchbay/db';
import { defineVerb } from '../kernel/index.ts';
import { viewOffboarding } from './read.ts';
import { ListOffboardingsInput, type OffboardingView } from './schemas.ts';

/** Who left, the latest first, with how far their accounts are removed. Two queries. */
export const listOffboardings = defineVerb({
  name: 'offboardings.list',
  permission: 'accounts:read',
  input: ListOffboardingsInput,
  async run({ runtime, principal }, { cursor, limit }): Promise<Page<OffboardingView>> {
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const rows = await em.find(
      Offboarding,
      { $and: [{ organizationId }, below(cursor)] },
      { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
    );
    const removals = await em.find(
      AccountRemoval,
      { offboarding: { $in: rows.map(({ id }) => id) } },
      { fields: ['offboarding', 'state'] },
    );
    const states = Map.groupBy(removals, ({ offboarding }) => offboarding);
    const view = (row: Offboarding) =>
      viewOffboarding(
        row,
        (states.get(row.id) ?? []).map(({ state }) => state),
      );
    return toPage(rows, limit, view, ({ createdAt, id }) => `${createdAt.toISOString()}_${id}`);
  },
});

function below(cursor: string | undefined): FilterQuery<Offboarding> {
  if (cursor === undefined) return {};
  const [moment = '', id = ''] = cursor.split('_');
  const at = new Date(moment);
  if (Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(id))
    throw invalidField('cursor', 'is not a cursor of this list');
  return { $or: [{ createdAt: { $lt: at } }, { createdAt: at, id: { $lt: id } }] };
}
