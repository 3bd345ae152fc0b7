import { services } from '@patchbay/services';
import {
  AuthorizeConnectionInput,
  AuthorizeConnectionView,
  ConnectionView,
  DisconnectView,
  IntegrationRef,
  PendingAccountInput,
} from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

/**
 * How an integration is connected to its provider, named by `id` or by `provider`. Reading needs `settings:read`,
 * changing `settings:edit` (else `forbidden`); one of another organization is `not_found`. No answer carries a token.
 */
export const connectionsRouter = router({
  /** The connection with its account, granted and missing scopes, and the ways to make one. Expiries are times. */
  get: member
    .meta(rest('GET', '/integrations/{provider}/connection', 'Read its connection'))
    .input(IntegrationRef)
    .output(ConnectionView)
    .query(({ ctx, input }) => services.connections.get(ctx.inside, input)),

  /**
   * The address of the provider's consent page, good for ten minutes and for the browser session that asked. The
   * answer of the page arrives at `/oauth/<provider>/callback`. `forbidden` for API keys and for providers the operator
   * does not allow; `conflict` without an app to connect through, or while connected the other way; `invalid_input`
   * for scopes the provider has not, missing settings and a `returnTo` that is no path of this Patchbay.
   */
  authorize: member
    .meta(rest('POST', '/integrations/{provider}/authorize', 'Start to connect it'))
    .input(AuthorizeConnectionInput)
    .output(AuthorizeConnectionView)
    .mutation(({ ctx, input }) => services.connections.authorize(ctx.inside, input)),

  /** Takes over the other account that came back from the consent page. `not_found` once it ran out. */
  confirmAccount: member
    .meta(
      rest('POST', '/integrations/{provider}/connection/confirm', 'Take over the other account'),
    )
    .input(PendingAccountInput)
    .output(ConnectionView)
    .mutation(({ ctx, input }) => services.connections.confirmAccount(ctx.inside, input)),

  /** Keeps the connected account and ends the grant of the other one. `not_found` once it ran out. */
  dropAccount: member
    .meta(rest('POST', '/integrations/{provider}/connection/drop', 'Leave the other account'))
    .input(PendingAccountInput)
    .output(ConnectionView)
    .mutation(({ ctx, input }) => services.connections.dropAccount(ctx.inside, input)),

  /**
   * Ends the connection at the provider and here; `revocation` says what became of the tokens there. Ending what is
   * not connected changes nothing. Takes up to four seconds while the provider does not answer.
   */
  disconnect: member
    .meta(rest('DELETE', '/integrations/{provider}/connection', 'Disconnect it'))
    .input(IntegrationRef)
    .output(DisconnectView)
    .mutation(({ ctx, input }) => services.connections.disconnect(ctx.inside, input)),
});
