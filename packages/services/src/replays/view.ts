import type { WebhookReplay } from '@patchbay/db';
import type { ReplayView } from '../deliveries/schemas.ts';

export function viewReplay(row: WebhookReplay): ReplayView {
  const { from, until, status, ...filter } = row.filter;
  return {
    id: row.id,
    subscriptionId: row.subscriptionId ?? null,
    from: new Date(from),
    until: new Date(until),
    filter,
    status,
    state: row.state,
    perSecond: row.perSecond,
    total: row.total,
    taken: row.taken,
    queued: row.queued,
    startedBy: row.startedBy.name,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt ?? null,
  };
}
