import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { AuditEntry } from './audit-entry.ts';
import { deliveryChannel, outbox } from './wake.ts';

/** The provider key under which the product's own events are handed on. */
export const ownProvider = 'patchbay';

/** What the product tells programs of itself, in the same stream as the events of providers. */
export const productEventTypes = [
  'connection.broken',
  'connection.recovered',
  'health.changed',
  'secret.expiring',
  'account.created',
  'account.removed',
  'account.drift',
  'subscription.disabled',
  'alert.opened',
  'alert.closed',
] as const;
export type ProductEventType = (typeof productEventTypes)[number];

export type ProductEventParts = {
  organizationId: string;
  type: ProductEventType;
  /** Ids, names and states for programs: no secret, nothing that needs more than `webhooks:read`. */
  data: Record<string, unknown>;
  occurredAt: Date;
  /** Names the event, so that telling twice is telling once; random when absent. */
  eventId?: string;
};

/**
 * Writes an event into the outbox, with whatever the transaction of `em` changes: it is told if and when that commits.
 * Receivers get `{ type, timestamp, data }`. An id that was used before does nothing.
 */
export async function productEvent(
  em: EntityManager,
  { organizationId, type, data, occurredAt, eventId }: ProductEventParts,
): Promise<void> {
  const id = eventId ?? crypto.randomUUID();
  await sql`with written as (
      insert into product_events (event_id, organization_id, type, data, occurred_at)
      select ${id}::uuid, ${organizationId}::uuid, ${type}, ${JSON.stringify(data)}::jsonb, ${occurredAt}
      where not exists (select 1 from product_events where event_id = ${id}::uuid)
        and not exists (
          select 1 from webhook_messages where organization_id = ${organizationId}::uuid and event_id = ${id}::uuid)
      returning 1)
    select pg_notify(${deliveryChannel}, ${outbox}) from written`.execute(em.getKysely());
}

type Told = { type: ProductEventType; data: Record<string, unknown> };

/** Which changes on record are told to programs, and in which words. Everything else stays in the audit. */
const told: Partial<Record<AuditEntry['action'], (entry: AuditEntry) => Told | null>> = {
  health_error: healthChanged,
  health_ok: healthChanged,
  health_recovered: healthChanged,
  'integration.expired': (entry) => ({
    type: 'connection.broken',
    data: { ...integrationOf(entry), ...pick(entry.details, ['reason', 'message']) },
  }),
  'integration.connected': (entry) =>
    detailOf(entry, 'before').broken === true
      ? {
          type: 'connection.recovered',
          data: { ...integrationOf(entry), ...pick(entry.details, ['accountId', 'accountName']) },
        }
      : null,
  'subscription.disabled': ({ subject, details }) => ({
    type: 'subscription.disabled',
    data: { subscriptionId: subject.id, ...pick(details, ['name', 'reason', 'message']) },
  }),
  'account.created': (entry) => ({ type: 'account.created', data: accountOf(entry) }),
  'account.adopted': (entry) => ({ type: 'account.created', data: accountOf(entry) }),
  'account.removed': (entry) => ({ type: 'account.removed', data: accountOf(entry) }),
  'offboarding.account_removed': (entry) => ({ type: 'account.removed', data: accountOf(entry) }),
};

/** Tells of an audited change, if it is one of those that are told. */
export async function tellOf(
  em: EntityManager,
  organizationId: string,
  entry: AuditEntry,
  occurredAt: Date,
): Promise<void> {
  const event = told[entry.action]?.(entry);
  if (event) await productEvent(em, { organizationId, occurredAt, ...event });
}

function healthChanged(entry: AuditEntry): Told {
  const [before, after] = [detailOf(entry, 'before'), detailOf(entry, 'after')];
  return {
    type: 'health.changed',
    data: {
      ...integrationOf(entry),
      from: before.status ?? null,
      to: after.status ?? null,
      ...pick(entry.details, ['health', 'reason', 'message']),
    },
  };
}

const integrationOf = ({ subject, provider }: AuditEntry) => ({
  integrationId: subject.id,
  provider: provider ?? null,
});

/** Whose account it is, the list of accounts tells to whoever may read it. */
const accountOf = ({ action, subject, provider }: AuditEntry) => ({
  accountId: subject.id,
  provider: provider ?? null,
  how: action,
});

function detailOf({ details }: AuditEntry, name: string): Record<string, unknown> {
  const value = details[name];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const pick = (details: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, details[name] ?? null]));
