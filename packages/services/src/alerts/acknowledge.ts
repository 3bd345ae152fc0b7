import { LockMode } from '@mikro-orm/core';
import { PatchbayError } from '@patchbay/core';
import { Alert } from '@patchbay/db';
import { sql } from 'kysely';
import { change, defineVerb } from '../kernel/index.ts';
import { readAlerts } from './read.ts';
import { AcknowledgeAlertInput, type AlertView } from './schemas.ts';

/**
 * Says that somebody has taken an alert on, which ends its reminders, or takes that back. Errors: `not_found`,
 * `conflict` for an alert that is over.
 */
export const acknowledgeAlert = defineVerb({
  name: 'alerts.acknowledge',
  permission: 'settings:edit',
  input: AcknowledgeAlertInput,
  run: (ctx, { alertId, acknowledged }): Promise<AlertView> =>
    change(ctx, async (em) => {
      const { organizationId, actor } = ctx.principal;
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const alert = await em.findOne(Alert, { id: alertId, organizationId }, { lockMode });
      if (!alert) throw new PatchbayError('not_found', 'There is no such alert.');
      if (alert.closedAt) throw new PatchbayError('conflict', 'This alert is over.');
      const wasTaken = Boolean(alert.acknowledgedAt);
      if (wasTaken !== acknowledged) {
        alert.acknowledgedAt = acknowledged ? ctx.runtime.clock.now() : null;
        alert.acknowledgedBy = acknowledged && actor.type === 'user' ? actor.id : null;
        await em.flush();
      }
      const where = sql`a.id = ${alertId}`;
      const [value] = await readAlerts(em, organizationId, { where, limit: 1 });
      if (!value) throw new PatchbayError('not_found', 'There is no such alert.');
      if (wasTaken === acknowledged) return { value, audit: 'unchanged' };
      return {
        value,
        audit: {
          action: acknowledged ? 'alert.acknowledged' : 'alert.unacknowledged',
          subject: { type: 'alert', id: alertId },
          details: { name: alert.subjectName, what: alert.what },
        },
      };
    }),
});
