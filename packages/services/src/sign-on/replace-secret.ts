import { PatchbayError } from '@patchbay/core';
import { sha256Hex } from '@patchbay/crypto';
import { change, defineVerb } from '../kernel/index.ts';
import { newSecret } from './create.ts';
import { countPeople, requireClient } from './find.ts';
import { type CreatedSignOnClientView, SignOnClientInput } from './schemas.ts';
import { viewClient } from './view.ts';

/** Gives a tool another secret, answered once; the old one ends at once. Errors: `not_found`, `conflict` for a public one. */
export const replaceSignOnSecret = defineVerb({
  name: 'signOn.replaceSecret',
  permission: 'keys:edit',
  input: SignOnClientInput,
  run: async (ctx, { clientId }): Promise<CreatedSignOnClientView> => {
    const { organizationId } = ctx.principal;
    const secret = newSecret();
    const digest = await sha256Hex(secret);
    return change(ctx, async (em) => {
      const row = await requireClient(em, organizationId, clientId);
      if (row.clientSecret === null)
        throw new PatchbayError('conflict', `${row.name} is public and has no secret.`);
      row.clientSecret = digest;
      row.updatedAt = ctx.runtime.clock.now();
      const people = await countPeople(em, organizationId);
      return {
        value: { ...viewClient(row, people.get(clientId) ?? 0), secret },
        audit: {
          action: 'sign_on_client.secret_replaced',
          subject: { type: 'sign_on_client', id: row.id },
          details: { name: row.name },
        },
      };
    });
  },
});
