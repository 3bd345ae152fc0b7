import { change, defineVerb } from '../kernel/index.ts';
import { noPending } from './confirm.ts';
import { pendingOf, requireConnection } from './find.ts';
import { type ConnectionView, PendingAccountInput } from './schemas.ts';
import { dropPending } from './sever.ts';
import { viewConnection } from './view.ts';

/** Leaves the connection as it is and ends the grant of the other account. Errors: `not_found`. */
export const dropAccount = defineVerb({
  name: 'connections.dropAccount',
  permission: 'settings:edit',
  input: PendingAccountInput,
  async run(ctx, input): Promise<ConnectionView> {
    const { runtime, principal } = ctx;
    return change(ctx, async (em) => {
      const { pendingId, ...ref } = input;
      const found = await requireConnection(em, principal.organizationId, ref, { lock: true });
      const pending = await pendingOf(em, found.row.id, runtime.clock.now());
      if (pending?.id !== pendingId) throw noPending();
      const { accountName } = pending;
      await dropPending(em, runtime, found);
      await em.flush();
      return {
        value: await viewConnection(em, runtime, found),
        audit: {
          action: 'integration.disconnected',
          subject: { type: 'integration', id: found.row.id },
          provider: found.row.provider,
          details: {
            provider: found.row.provider,
            accountName,
            pending: true,
            revocation: 'queued',
          },
        },
      };
    });
  },
});
