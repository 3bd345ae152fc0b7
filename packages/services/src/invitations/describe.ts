import { Organization, User } from '@patchbay/db';
import { parseInput, type Runtime } from '../kernel/index.ts';
import { requireUsable } from './find.ts';
import { type InvitationPreview, InvitationTokenInput } from './schemas.ts';

/**
 * What the holder of a link sees before signing in; the token is the permission.
 * Errors: `invalid_input`, `not_found` saying whether it was used, taken back or expired.
 */
export async function describeInvitation(
  runtime: Runtime,
  raw: { token: string },
): Promise<InvitationPreview> {
  const { token } = parseInput(InvitationTokenInput, raw);
  const em = runtime.orm.em.fork();
  const invitation = await requireUsable(em, token, runtime.clock.now());
  const organization = await em.findOneOrFail(Organization, invitation.organizationId);
  const inviter = await em.findOneOrFail(User, invitation.inviterId);
  const { email, role, expiresAt } = invitation;
  return { organization: organization.name, invitedBy: inviter.name, email, role, expiresAt };
}
