import { type RawQueryFragment, raw } from '@mikro-orm/core';
import type { FilterQuery } from '@mikro-orm/postgresql';
import { invalidField, type Page, PatchbayError, toPage } from '@patchbay/core';
import { IntegrationAccount } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb, type Permitted } from '../kernel/index.ts';
import { mayRead, ownId } from './find.ts';
import { type AccountView, ListAccountsInput } from './schemas.ts';
import { viewAccounts } from './view.ts';

/**
 * Accounts, newest first, in pages: everybody's with `accounts:read`, else one's own. Two queries, whatever the page.
 * Errors: `forbidden` for somebody else's, `invalid_input` for a bad cursor.
 */
export const listAccounts = defineVerb({
  name: 'accounts.list',
  permission: 'accounts:own',
  alternative: 'accounts:read',
  input: ListAccountsInput.prefault({}),
  async run(ctx, input): Promise<Page<AccountView>> {
    const em = ctx.runtime.orm.em.fork();
    const rows = await em.find(IntegrationAccount, whereOf(ctx, input), {
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      limit: input.limit + 1,
    });
    const page = toPage(rows, input.limit, (row) => row, cursorOf);
    return { ...page, items: await viewAccounts(em, page.items) };
  },
});

type Input = z.output<typeof ListAccountsInput>;

function whereOf(ctx: Permitted, input: Input): FilterQuery<IntegrationAccount> {
  const { provider, status, pending, search, cursor } = input;
  const { organizationId } = ctx.principal;
  const conditions: FilterQuery<IntegrationAccount>[] = [{ organizationId }];
  const person = personOf(ctx, input.personId);
  if (person !== undefined) conditions.push({ userId: person });
  if (provider !== undefined) conditions.push({ provider });
  if (status !== undefined) conditions.push({ status });
  if (pending !== undefined) conditions.push({ operation: pending ? { $ne: null } : null });
  if (search) conditions.push(matching(search));
  if (cursor !== undefined) conditions.push(below(cursor));
  return { $and: conditions };
}

/** Whose accounts; undefined for everybody's. */
function personOf(ctx: Permitted, personId: string | undefined): string | undefined {
  const readsAll = ctx.principal.permissions.has('accounts:read');
  const wanted = personId ?? (readsAll ? undefined : (ownId(ctx) ?? undefined));
  if (wanted === undefined || mayRead(ctx, wanted)) return wanted;
  throw new PatchbayError('forbidden', 'These are somebody else’s accounts.');
}

function matching(search: string): FilterQuery<IntegrationAccount> {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const people: RawQueryFragment = raw(
    `(select u.id from auth."user" u where u.name ilike ? or u.email ilike ?)`,
    [pattern, pattern],
  );
  return { $or: [{ identifier: { $ilike: pattern } }, { userId: { $in: people } }] };
}

const Cursor = z.tuple([z.coerce.number().int().min(0).max(8.64e15), z.uuid()]);

const cursorOf = ({ createdAt, id }: IntegrationAccount): string => `${createdAt.getTime()}_${id}`;

/** Rows of one moment, as a bulk makes them, are told apart by their ids. */
function below(cursor: string): FilterQuery<IntegrationAccount> {
  const parsed = Cursor.safeParse(cursor.split('_'));
  if (!parsed.success) throw invalidField('cursor', 'is not a cursor of this list');
  const [moment, id] = parsed.data;
  const createdAt = new Date(moment);
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] };
}
