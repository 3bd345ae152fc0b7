import { PatchbayError } from '@patchbay/core';
import { z } from 'zod';
import { change, defineVerb } from '../kernel/index.ts';
import { requireMember } from './find.ts';
import { takeOut } from './take-out.ts';

/**
 * Leaves the organization, whatever one's role. Errors: `forbidden` for a program, `not_found` for an operator
 * who is no member, `conflict` for the last owner.
 */
export const leaveOrganization = defineVerb({
  name: 'members.leave',
  permission: 'members:read',
  input: z.object({}),
  run: (ctx): Promise<void> => {
    const { actor, organizationId } = ctx.principal;
    if (actor.type !== 'user') throw new PatchbayError('forbidden', 'Only a person can leave.');
    return change(ctx, async (em) => {
      const target = await requireMember(em, organizationId, { userId: actor.id });
      const { audit } = await takeOut(em, ctx, target);
      return { value: undefined, audit };
    });
  },
});
