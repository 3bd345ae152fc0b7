import type { EntityManager } from '@mikro-orm/postgresql';
import { LockMode } from '@mikro-orm/postgresql';
import { type Actor, PatchbayError } from '@patchbay/core';
import { Member, User } from '@patchbay/db';
import { publish, type Runtime, writeAudit } from '../kernel/index.ts';
import { memberDetails } from '../members/find.ts';
import { beginOffboarding } from '../offboardings/begin.ts';
import { lockMembership } from '../organizations/membership.ts';
import type { DeletedPersonView } from './schemas.ts';
import { obstacleOf, type Standing, standingsOf } from './standing.ts';

type Erasing = { runtime: Runtime; actor: Actor; requestId: string; reason: string };

/**
 * Deletes a person with all that is theirs, in one transaction: sessions and password, memberships, keys, and accounts
 * in every organization, whose removal outside goes on from rows that no longer need the person. The one way to do
 * it. Errors: `not_found`, `conflict` for the last owner of an organization and the only operator.
 */
export function erasePerson(erasing: Erasing, userId: string): Promise<DeletedPersonView> {
  const { runtime } = erasing;
  return runtime.orm.em.fork().transactional(async (em) => {
    // In the order of ids, so that two people who are deleted at once do not wait for each other.
    for (const { id } of await standingsOf(em, userId, runtime.clock.now()))
      await lockMembership(em, id);
    const locked = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;
    // Operators are few; two who go at once must not each count on the other.
    await em.find(User, { operator: true }, { ...locked, orderBy: { id: 'asc' } });
    const user = await em.findOne(User, { id: userId }, locked);
    if (!user) throw new PatchbayError('not_found', 'There is no such person.');
    const standings = await standingsOf(em, userId, runtime.clock.now());
    const { operator } = user;
    const obstacle = await obstacleOf(em, { userId, operator }, standings);
    if (obstacle) throw new PatchbayError('conflict', obstacle);
    const offboardings: DeletedPersonView['offboardings'] = [];
    for (const standing of standings) offboardings.push(await leave(em, erasing, user, standing));
    em.remove(user);
    await em.flush();
    return { name: user.name, offboardings };
  });
}

async function leave(em: EntityManager, erasing: Erasing, user: User, standing: Standing) {
  const { runtime, actor, requestId, reason } = erasing;
  const { id: organizationId, name: organization } = standing;
  const principal = { organizationId, actor, role: null, permissions: new Set<never>() };
  const ctx = { runtime, principal, requestId };
  const leaving = { user, kind: 'person' as const, revokeKeys: true, reason };
  const { id, accounts } = await beginOffboarding(em, ctx, leaving);
  const member = await em.findOne(Member, { organizationId, userId: user.id });
  if (member) {
    em.remove(member);
    await em.flush();
    const subject = { type: 'member' as const, id: member.id };
    const details = {
      member: memberDetails(user),
      before: { role: member.role },
      after: null,
      deleted: true,
      offboarding: id,
    };
    await writeAudit(em, ctx, { action: 'member.removed', subject, details });
    await publish(em, { organizationId, type: 'member.removed', subject });
  }
  return { id, organization, accounts };
}
