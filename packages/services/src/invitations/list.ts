import { Invitation, User } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { viewInvitation } from './find.ts';
import type { InvitationView } from './schemas.ts';

/** As many as a page shows; older ones are history that the audit trail keeps. */
const shown = 200;

/** The organization's invitations of every status, the newest first. */
export const listInvitations = defineVerb({
  name: 'invitations.list',
  permission: 'members:read',
  input: z.object({}),
  run: async ({ runtime, principal }): Promise<InvitationView[]> => {
    const em = runtime.orm.em.fork();
    const invitations = await em.find(
      Invitation,
      { organizationId: principal.organizationId },
      { orderBy: { createdAt: 'desc', id: 'asc' }, limit: shown },
    );
    const inviters = [...new Set(invitations.map(({ inviterId }) => inviterId))];
    const users = await em.find(User, { id: { $in: inviters } });
    const names = new Map(users.map(({ id, name }) => [id, name]));
    const now = runtime.clock.now();
    return invitations.map((invitation) =>
      viewInvitation(invitation, names.get(invitation.inviterId) ?? '', now),
    );
  },
});
