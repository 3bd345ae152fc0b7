import { readFields, schemaFields } from '@patchbay/react';
import type { AccountMatrixRow, AccountOfferView, BulkView } from '@patchbay/services/schemas';
import type { AppLoadContext } from '@remix-run/node';
import { textOf } from '../forms/attempt.server.ts';
import { readMatrixQuery } from './filters.ts';

type Caller = ReturnType<AppLoadContext['caller']>;

const mostInBulk = 1_000;

/** The people a plan is about: those chosen by id, or everybody who fits the filters, up to a thousand. */
export async function chosenPeople(
  caller: Caller,
  search: URLSearchParams,
): Promise<AccountMatrixRow[]> {
  const everybody = search.has('all');
  const wanted = new Set(search.getAll('person'));
  if (!everybody && wanted.size === 0) return [];
  const { cursor: _, ...filters } = readMatrixQuery(search);
  const found: AccountMatrixRow[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await caller.accounts.matrix({
      ...filters,
      limit: 100,
      ...(cursor && { cursor }),
    });
    found.push(...page.items.filter(({ person }) => everybody || wanted.has(person.id)));
    cursor = page.nextCursor;
  } while (cursor && found.length < (everybody ? mostInBulk : wanted.size));
  return found.slice(0, mostInBulk);
}

/** Applies exactly what the plan showed: its people and accounts come back with the form. */
export function applyPlan(
  caller: Caller,
  kind: BulkView['kind'],
  offer: AccountOfferView,
  form: FormData,
): Promise<BulkView> {
  const { provider, abilities } = offer;
  const texts = (name: string) =>
    form.getAll(name).filter((value): value is string => typeof value === 'string');
  if (kind === 'create')
    return caller.accounts.createMany({
      provider,
      people: texts('person').map((personId) => {
        const identifier = textOf(form, `identifier.${personId}`);
        return { personId, ...(identifier && { identifier }) };
      }),
      input: readFields(form, schemaFields(abilities.input)),
    });
  const reason = textOf(form, 'reason');
  return caller.accounts.changeMany({
    provider,
    change: kind,
    accountIds: texts('account'),
    ...(reason && { reason }),
  });
}
