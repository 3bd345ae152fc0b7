import type { EntityManager } from '@mikro-orm/postgresql';
import type { StageReport } from '@patchbay/core';
import { sql } from 'kysely';
import type { AuditAction, AuditSubject } from './audit-entry.ts';

/** The NOTIFY channel that every process of the product may listen on. */
export const eventChannel = 'patchbay_events';

/** Something that happened in an organization: enough to know what to read again, never its content. */
export type LiveEvent =
  | {
      organizationId: string;
      type:
        | AuditAction
        | 'account_under_way'
        | 'checked'
        | 'drift_checked'
        | 'key_used'
        | 'removal_tried'
        | 'token_renewed'
        | 'webhook_received'
        | 'events_arrived'
        | 'alerts_changed'
        | 'alert_sent'
        | 'delivered';
      subject: AuditSubject;
    }
  | {
      organizationId: string;
      /** A provider asked to wait: calls of this account's bucket go on at `until`, in Unix milliseconds. */
      type: 'blocked';
      subject: AuditSubject;
      bucket: string;
      until: number;
    }
  | {
      organizationId: string;
      type: 'test_stage';
      subject: AuditSubject;
      /** Chosen by whoever started the test, to tell two tests apart. */
      testId: string;
      stage: StageReport;
    };

/** Sends an event with the surrounding transaction: delivered at commit, gone at rollback. */
export async function publish(em: EntityManager, event: LiveEvent): Promise<void> {
  await sql`select pg_notify(${eventChannel}, ${JSON.stringify(event)})`.execute(em.getKysely());
}
