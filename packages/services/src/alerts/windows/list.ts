import { IntegrationConfig, MaintenanceWindow } from '@patchbay/db';
import { defineVerb } from '../../kernel/index.ts';
import { ListWindowsInput, type WindowView } from '../schemas.ts';
import { viewWindow } from './view.ts';

/** When alerts are kept quiet, the newest entry first. */
export const listWindows = defineVerb({
  name: 'alerts.windows',
  permission: 'settings:read',
  input: ListWindowsInput,
  async run({ runtime, principal }): Promise<WindowView[]> {
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const windows = await em.find(
      MaintenanceWindow,
      { organizationId },
      { orderBy: { createdAt: 'desc', id: 'asc' } },
    );
    const ids = windows.flatMap(({ integration }) => (integration ? [integration] : []));
    const integrations = await em.find(
      IntegrationConfig,
      { id: { $in: ids }, organizationId },
      { fields: ['label'] },
    );
    const names = new Map(integrations.map(({ id, label }) => [id, label]));
    const now = runtime.clock.now();
    return windows.map((window) =>
      viewWindow(window, names.get(window.integration ?? '') ?? null, now),
    );
  },
});
