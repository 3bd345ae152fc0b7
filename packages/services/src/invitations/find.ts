import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { sha256Hex } from '@patchbay/crypto';
import { Invitation } from '@patchbay/db';
import type { InvitationView } from './schemas.ts';

/** How long a link works. */
export const invitationDays = 7;

/** Why an invitation cannot be accepted any more, in words for the person who holds the link. */
function unusable({ status, expiresAt }: Invitation, now: Date): string | undefined {
  if (status === 'accepted') return 'This invitation has already been used.';
  if (status === 'canceled') return 'This invitation has been taken back. Ask for a new one.';
  if (expiresAt <= now) return 'This invitation has expired. Ask for a new one.';
  return undefined;
}

/** @throws PatchbayError `not_found`, saying whether it was used, taken back, expired or never there */
export async function requireUsable(
  em: EntityManager,
  token: string,
  now: Date,
): Promise<Invitation> {
  const tokenHash = await sha256Hex(token);
  const invitation = await em.findOne(Invitation, { tokenHash }, { refresh: true });
  if (!invitation) throw new PatchbayError('not_found', 'There is no such invitation.');
  const problem = unusable(invitation, now);
  if (problem) throw new PatchbayError('not_found', problem);
  return invitation;
}

export function viewInvitation(
  invitation: Invitation,
  invitedBy: string,
  now: Date,
): InvitationView {
  const { id, email, role, status, createdAt, expiresAt } = invitation;
  const shown = status === 'pending' && expiresAt <= now ? 'expired' : status;
  return { id, email, role, status: shown, invitedBy, createdAt, expiresAt };
}
