import { credentialFields } from '@patchbay/providers';
import { requireIntegration } from '../integrations/find.ts';
import { forgetHealth, moveTo, stampChange } from '../integrations/save.ts';
import { IntegrationRef } from '../integrations/schemas.ts';
import { change, defineVerb } from '../kernel/index.ts';
import { type FoundConnection, requireConnection } from './find.ts';
import { isInternal } from './policy.ts';
import type { DisconnectView, Revocation } from './schemas.ts';
import { revokeFirst, severConnection } from './sever.ts';
import { viewConnection } from './view.ts';

/**
 * Ends a connection: at the provider first (for at most four seconds; a job goes on trying), then here. Settings
 * such as the organization's own app stay; of an internal connection the pasted credential goes. Ending what is
 * not connected changes nothing. Errors: `not_found`.
 */
export const disconnectIntegration = defineVerb({
  name: 'connections.disconnect',
  permission: 'settings:edit',
  input: IntegrationRef,
  async run(ctx, input): Promise<DisconnectView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    const { row: known } = await requireIntegration(runtime.orm.em.fork(), organizationId, input);
    const severing = await revokeFirst(runtime, organizationId, known.id);
    return change(ctx, async (em) => {
      const found = await requireConnection(em, organizationId, { id: known.id }, { lock: true });
      const { row } = found;
      const cleared = found.credential ? [] : clearInternal(found);
      if (!found.credential && cleared.length === 0) {
        return { value: await disconnected(found, 'none'), audit: 'unchanged' };
      }
      const { accountName, revocation } = await severConnection(em, runtime, found, severing);
      found.credential = null;
      row.revision += 1;
      forgetHealth(row);
      moveTo(row, 'not_configured', runtime.clock.now());
      stampChange(ctx, row);
      await em.flush();
      return {
        value: await disconnected(found, revocation),
        audit: {
          action: 'integration.disconnected',
          subject: { type: 'integration', id: row.id },
          provider: row.provider,
          details: { provider: row.provider, accountName, revocation, cleared },
        },
      };

      async function disconnected(now: FoundConnection, result: Revocation) {
        return { connection: await viewConnection(em, runtime, now), revocation: result };
      }
    });
  },
});

/** The fields that make up the internal way; the others, such as an address, may be wanted again. */
function clearInternal({ row, provider }: FoundConnection): string[] {
  if (!isInternal(provider, row.settings)) return [];
  const needed = credentialFields(provider);
  const kept = Object.entries(row.settings).filter(([key]) => !needed.includes(key));
  row.settings = Object.fromEntries(kept);
  return needed;
}
