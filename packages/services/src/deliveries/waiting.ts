import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { type AuditAction, change, type Permitted } from '../kernel/index.ts';
import type { DeadLettersAnswer } from './schemas.ts';

type Answer = z.infer<typeof DeadLettersAnswer>;

/** What became of one delivery that waited. */
export type Settled = { subscriptionId: string; eventId: string };

/** A decision about deliveries that wait or are dead; `chosen` is a condition on `webhook_deliveries d`. */
export type Decision = {
  action: Extract<AuditAction, `delivery.${string}`>;
  settle: (
    em: EntityManager,
    organizationId: string,
    chosen: RawBuilder<unknown>,
    now: Date,
  ) => Promise<Settled[]>;
};

/** Decides about one. Errors: `not_found` for what is not waiting. */
export const decideOne = (
  ctx: Permitted,
  { action, settle }: Decision,
  deliveryId: string,
): Promise<Answer> =>
  change(ctx, async (em) => {
    const only = sql`d.id = ${deliveryId}::bigint`;
    const [row] = await settle(em, ctx.principal.organizationId, only, ctx.runtime.clock.now());
    if (!row) throw new PatchbayError('not_found', 'There is no such delivery that waits.');
    return {
      value: { count: 1 },
      audit: {
        action,
        subject: { type: 'delivery', id: deliveryId },
        details: { eventId: row.eventId, subscriptionId: row.subscriptionId },
      },
    };
  });

/** Decides about all dead letters, of one subscription or of all. Answers how many there were. */
export const decideDead = (
  ctx: Permitted,
  { action, settle }: Decision,
  subscriptionId: string | undefined,
): Promise<Answer> =>
  change(ctx, async (em) => {
    const { organizationId } = ctx.principal;
    const dead = subscriptionId
      ? sql`d.state = 'dead' and d.subscription_id = ${subscriptionId}`
      : sql`d.state = 'dead'`;
    const { length } = await settle(em, organizationId, dead, ctx.runtime.clock.now());
    if (length === 0) return { value: { count: 0 }, audit: 'unchanged' };
    return {
      value: { count: length },
      audit: {
        action,
        subject: subscriptionId
          ? { type: 'subscription', id: subscriptionId }
          : { type: 'organization', id: organizationId },
        details: { deadLetters: length },
      },
    };
  });
