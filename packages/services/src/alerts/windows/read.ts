import type { EntityManager } from '@mikro-orm/postgresql';
import { MaintenanceWindow } from '@patchbay/db';

export type WindowsByOwner = Map<string, MaintenanceWindow[]>;

/** The windows of some organizations by organization: one query. */
export async function readWindows(
  em: EntityManager,
  organizationIds: string[],
): Promise<WindowsByOwner> {
  const owners = [...new Set(organizationIds)];
  if (owners.length === 0) return new Map();
  const windows = await em.find(MaintenanceWindow, { organizationId: { $in: owners } });
  return Map.groupBy(windows, ({ organizationId }) => organizationId);
}
