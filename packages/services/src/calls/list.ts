import type { FilterQuery } from '@mikro-orm/postgresql';
import { invalidField, type Page, toPage } from '@patchbay/core';
import { CallLog, type CallStatus, callStatuses } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { type CallView, ListCallsInput } from './schemas.ts';
import { toCallView } from './view.ts';

/**
 * Calls on record, newest first, in pages: one query. Without a time given it looks back as far as calls are kept.
 * Errors: `invalid_input` for a bad cursor.
 */
export const listCalls = defineVerb({
  name: 'calls.list',
  permission: 'audit:read',
  input: ListCallsInput,
  async run(ctx, input): Promise<Page<CallView>> {
    const rows = await ctx.runtime.orm.em.fork().find(CallLog, whereOf(ctx.principal, input), {
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      limit: input.limit + 1,
      exclude: ['requestTruncated', 'responseTruncated'],
      disableIdentityMap: true,
    });
    return toPage(rows, input.limit, toCallView, cursorOf);
  },
});

type Input = z.output<typeof ListCallsInput>;

function whereOf({ organizationId }: { organizationId: string }, input: Input) {
  const { provider, integrationId, correlationId, from, until, cursor } = input;
  const conditions: FilterQuery<CallLog>[] = [{ organizationId }];
  if (provider !== undefined) conditions.push({ provider });
  if (integrationId !== undefined) conditions.push({ integration: integrationId });
  if (correlationId !== undefined) conditions.push({ correlationId });
  if (input.httpStatus !== undefined) conditions.push({ httpStatus: input.httpStatus });
  if (from) conditions.push({ createdAt: { $gte: from } });
  if (until) conditions.push({ createdAt: { $lt: until } });
  if (input.outcome) conditions.push(outcomeOf(input.outcome));
  if (cursor !== undefined) conditions.push(below(cursor));
  return { $and: conditions } satisfies FilterQuery<CallLog>;
}

function outcomeOf(outcome: NonNullable<Input['outcome']>): FilterQuery<CallLog> {
  const status = callStatuses.find((known): known is CallStatus => known === outcome);
  if (status) return { status };
  const hundreds = Number(outcome[0]) * 100;
  return { httpStatus: { $gte: hundreds, $lt: hundreds + 100 } };
}

const Cursor = z.tuple([z.coerce.number().int().min(0).max(8.64e15), z.uuid()]);

const cursorOf = ({ createdAt, id }: { createdAt: Date; id: string }): string =>
  `${createdAt.getTime()}_${id}`;

/** Rows of one moment are told apart by their ids. */
function below(cursor: string): FilterQuery<CallLog> {
  const parsed = Cursor.safeParse(cursor.split('_'));
  if (!parsed.success) throw invalidField('cursor', 'is not a cursor of this list');
  const [moment, id] = parsed.data;
  const createdAt = new Date(moment);
  return {
    createdAt: { $lte: createdAt },
    $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }],
  };
}
