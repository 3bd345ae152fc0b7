import type { FilterQuery } from '@mikro-orm/postgresql';
import { invalidField, type Page, toPage } from '@patchbay/core';
import { AccountDrift } from '@patchbay/db';
import { defineVerb } from '../kernel/index.ts';
import { type DriftState, type DriftView, ListDriftInput } from './schemas.ts';
import { viewFindings } from './view.ts';

/** Where systems differ from what stands here, the latest first, each with what can be done about it. */
export const listDrift = defineVerb({
  name: 'drift.list',
  permission: 'accounts:read',
  input: ListDriftInput,
  async run({ runtime, principal }, input): Promise<Page<DriftView>> {
    const { organizationId } = principal;
    const { id, provider, kind, state, search, cursor, limit } = input;
    const em = runtime.orm.em.fork();
    const where: FilterQuery<AccountDrift>[] = [
      { organizationId },
      inState[state],
      id === undefined ? {} : { id },
      provider === undefined ? {} : { provider },
      kind === undefined ? {} : { kind },
      search ? { identifier: { $ilike: `%${search.replace(/[\\%_]/g, '\\$&')}%` } } : {},
      below(cursor),
    ];
    const rows = await em.find(
      AccountDrift,
      { $and: where },
      { orderBy: { foundAt: 'desc', id: 'desc' }, limit: limit + 1 },
    );
    const page = toPage(
      rows,
      limit,
      (row) => row,
      ({ foundAt, id }) => `${foundAt.toISOString()}_${id}`,
    );
    return { ...page, items: await viewFindings(em, organizationId, page.items) };
  },
});

const inState: Record<DriftState, FilterQuery<AccountDrift>> = {
  open: { resolvedAt: null, ignoredAt: null },
  ignored: { resolvedAt: null, ignoredAt: { $ne: null } },
  resolved: { resolvedAt: { $ne: null } },
};

function below(cursor: string | undefined): FilterQuery<AccountDrift> {
  if (cursor === undefined) return {};
  const [moment = '', id = ''] = cursor.split('_');
  const at = new Date(moment);
  if (Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(id))
    throw invalidField('cursor', 'is not a cursor of this list');
  return { $or: [{ foundAt: { $lt: at } }, { foundAt: at, id: { $lt: id } }] };
}
