import type { EntityManager } from '@mikro-orm/postgresql';
import { User } from '@patchbay/db';
import type { AuditEntry, Permitted } from '../kernel/index.ts';
import { type Begun, beginOffboarding } from '../offboardings/begin.ts';
import { memberDetails, requireAnotherOwner, type Target } from './find.ts';

/**
 * Ends a membership with all that hangs on it, and answers its audit entry; the one way out of an organization.
 * Refuses with `conflict` for the last owner.
 */
export async function takeOut(
  em: EntityManager,
  ctx: Permitted,
  target: Target,
  { revokeKeys = false, reason = '' } = {},
): Promise<{ begun: Begun; audit: AuditEntry }> {
  const { member } = target;
  if (member.role === 'owner') requireAnotherOwner(target);
  const user = await em.findOneOrFail(User, member.userId);
  em.remove(member);
  const begun = await beginOffboarding(em, ctx, { user, kind: 'member', revokeKeys, reason });
  return {
    begun,
    audit: {
      action: 'member.removed',
      subject: { type: 'member', id: member.id },
      details: {
        member: memberDetails(user),
        before: { role: member.role },
        after: null,
        offboarding: begun.id,
      },
    },
  };
}
