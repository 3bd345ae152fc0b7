import { LockMode } from '@mikro-orm/core';
import { PatchbayError } from '@patchbay/core';
import { MaintenanceWindow } from '@patchbay/db';
import { change, defineVerb } from '../../kernel/index.ts';
import { WindowRef } from '../schemas.ts';

/** Ends or cancels a time of quiet; what it held back is told at the next look. Errors: `not_found`. */
export const removeWindow = defineVerb({
  name: 'alerts.removeWindow',
  permission: 'settings:edit',
  input: WindowRef,
  run: (ctx, { windowId }): Promise<{ id: string }> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const window = await em.findOne(
        MaintenanceWindow,
        { id: windowId, organizationId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!window) throw new PatchbayError('not_found', 'There is no such maintenance window.');
      em.remove(window);
      return {
        value: { id: windowId },
        audit: {
          action: 'maintenance.ended',
          subject: { type: 'maintenance_window', id: windowId },
          details: { name: window.name },
        },
      };
    }),
});
