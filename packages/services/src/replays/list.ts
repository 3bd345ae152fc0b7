import type { FilterQuery } from '@mikro-orm/postgresql';
import { invalidField, type Page, toPage } from '@patchbay/core';
import { WebhookReplay } from '@patchbay/db';
import { z } from 'zod';
import { ListReplaysInput, type ReplayView } from '../deliveries/schemas.ts';
import { defineVerb } from '../kernel/index.ts';
import { viewReplay } from './view.ts';

/** Replays with their progress, the newest first, in pages. Errors: `invalid_input` for a bad cursor. */
export const listReplays = defineVerb({
  name: 'replays.list',
  permission: 'webhooks:read',
  input: ListReplaysInput,
  async run({ runtime, principal }, { cursor, limit }): Promise<Page<ReplayView>> {
    const { organizationId } = principal;
    const where: FilterQuery<WebhookReplay>[] = [{ organizationId }];
    if (cursor !== undefined) where.push(below(cursor));
    const rows = await runtime.orm.em
      .fork()
      .find(
        WebhookReplay,
        { $and: where },
        { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: limit + 1 },
      );
    return toPage(rows, limit, viewReplay, ({ createdAt, id }) => `${createdAt.getTime()}_${id}`);
  },
});

const Cursor = z.tuple([z.coerce.number().int().min(0).max(8.64e15), z.uuid()]);

function below(cursor: string): FilterQuery<WebhookReplay> {
  const parsed = Cursor.safeParse(cursor.split('_'));
  if (!parsed.success) throw invalidField('cursor', 'is not a cursor of this list');
  const [moment, id] = parsed.data;
  const createdAt = new Date(moment);
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] };
}
