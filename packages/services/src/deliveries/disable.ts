import { asSystem, newRequestId } from '@patchbay/core';
import { type DisabledReason, WebhookSubscription } from '@patchbay/db';
import { type AuditEntry, publish, type Runtime, writeAudit } from '../kernel/index.ts';

/** Why nothing is sent to a subscription any more, for people. */
export const disabledSentences: Record<DisabledReason, string> = {
  manual: 'Somebody switched it off.',
  gone: 'The receiver answered 410: it does not want events any more.',
  failing: 'Nothing arrived at the receiver for five days.',
};

/**
 * Ends deliveries to a receiver by itself, on record and told to programs. What waits stays in the queue.
 * @returns whether it was enabled before
 */
export async function disableFor(
  runtime: Runtime,
  { subscriptionId, organizationId }: { subscriptionId: string; organizationId: string },
  reason: Exclude<DisabledReason, 'manual'>,
): Promise<boolean> {
  const now = runtime.clock.now();
  return runtime.orm.em.fork().transactional(async (em) => {
    const changed = await em.nativeUpdate(
      WebhookSubscription,
      { id: subscriptionId, organizationId, enabled: true },
      { enabled: false, disabledReason: reason, disabledAt: now, updatedAt: now },
    );
    if (changed === 0) return false;
    const row = await em.findOneOrFail(WebhookSubscription, { id: subscriptionId });
    const entry: AuditEntry = {
      action: 'subscription.disabled',
      subject: { type: 'subscription', id: subscriptionId },
      details: {
        name: row.name,
        before: { enabled: true },
        after: { enabled: false },
        reason,
        message: disabledSentences[reason],
      },
    };
    const principal = asSystem(organizationId, 'deliveries', []);
    await writeAudit(em, { principal, requestId: newRequestId(), runtime }, entry);
    await publish(em, { organizationId, type: entry.action, subject: entry.subject });
    return true;
  });
}
