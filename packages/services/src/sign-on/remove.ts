import { change, defineVerb } from '../kernel/index.ts';
import { requireClient } from './find.ts';
import { SignOnClientInput } from './schemas.ts';
import { clientDetails } from './view.ts';

/** Takes a tool away: nobody signs in to it any more, and its tokens end with it. Errors: `not_found`. */
export const removeSignOnClient = defineVerb({
  name: 'signOn.remove',
  permission: 'keys:edit',
  input: SignOnClientInput,
  run: (ctx, { clientId }): Promise<void> =>
    change(ctx, async (em) => {
      const row = await requireClient(em, ctx.principal.organizationId, clientId);
      em.remove(row);
      return {
        value: undefined,
        audit: {
          action: 'sign_on_client.removed',
          subject: { type: 'sign_on_client', id: row.id },
          details: { before: clientDetails(row), after: null },
        },
      };
    }),
});
