import type { EntityManager } from '@mikro-orm/postgresql';
import { uuidFrom } from '@patchbay/core';
import type { Alert } from '@patchbay/db';
import { type ProductEventType, productEvent } from '../kernel/product-events.ts';

/** Hands alerts that opened or closed to programs, in the stream of all events; each of the two is told once. */
export async function tellPrograms(em: EntityManager, alerts: Alert[]): Promise<void> {
  for (const alert of alerts) {
    const type: ProductEventType = alert.closedAt ? 'alert.closed' : 'alert.opened';
    const occurredAt = alert.closedAt ?? alert.openedAt;
    const { organizationId } = alert;
    const told = { organizationId, occurredAt, data: dataOf(alert) };
    await productEvent(em, { ...told, type, eventId: await uuidFrom(type, alert.id) });
    if (alert.kind !== 'expiry' || alert.closedAt) continue;
    const eventId = await uuidFrom('secret.expiring', alert.id);
    await productEvent(em, { ...told, type: 'secret.expiring', eventId });
  }
}

const dataOf = (alert: Alert) => ({
  alertId: alert.id,
  kind: alert.kind,
  severity: alert.severity,
  reason: alert.reason,
  what: alert.what,
  integrationId: alert.integration ?? null,
  subjectId: alert.subjectId ?? null,
  subjectName: alert.subjectName,
  since: alert.since.toISOString(),
  ending: alert.ending ?? null,
});
