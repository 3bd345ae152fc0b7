import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError, type Principal } from '@patchbay/core';
import { Member, type User } from '@patchbay/db';
import { lockMembership } from '../organizations/membership.ts';
import type { MemberView } from './schemas.ts';

/** A member about to be changed, with the organization's owners as they are under the lock. */
export type Target = { member: Member; owners: Member[] };

/**
 * Locks the organization's membership and finds one member.
 * @throws PatchbayError `not_found`, also for a member of another organization
 */
export async function requireMember(
  em: EntityManager,
  organizationId: string,
  which: { id: string } | { userId: string },
): Promise<Target> {
  await lockMembership(em, organizationId);
  const members = await em.find(Member, {
    organizationId,
    $or: [which, { role: 'owner' }],
  });
  const member = members.find((candidate) =>
    'id' in which ? candidate.id === which.id : candidate.userId === which.userId,
  );
  if (!member) throw new PatchbayError('not_found', 'There is no such member.');
  return { member, owners: members.filter(({ role }) => role === 'owner') };
}

/** Only owners make owners, or unmake them: an admin could otherwise take over the organization. */
export function requireOwner(principal: Principal, owners: Member[]): void {
  if (owners.some(({ userId }) => userId === principal.actor.id)) return;
  throw new PatchbayError('forbidden', 'Only an owner may change who is an owner.');
}

/** @throws PatchbayError `conflict` when nobody would be left who owns the organization */
export function requireAnotherOwner({ member, owners }: Target): void {
  if (owners.some(({ id }) => id !== member.id)) return;
  throw new PatchbayError('conflict', 'This is the last owner. Make somebody else an owner first.');
}

export const viewMember = (member: Member, user: User): MemberView => ({
  id: member.id,
  userId: user.id,
  name: user.name,
  email: user.email,
  role: member.role,
  joinedAt: member.createdAt,
});

/** The audit's words for a member: it stays readable when the person is gone. */
export const memberDetails = (user: User) => ({ name: user.name, email: user.email });
