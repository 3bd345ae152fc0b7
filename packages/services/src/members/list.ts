import { Member, User } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { viewMember } from './find.ts';
import type { MemberView } from './schemas.ts';

/** The people of the organization, the longest standing first. */
export const listMembers = defineVerb({
  name: 'members.list',
  permission: 'members:read',
  input: z.object({}),
  run: async ({ runtime, principal }): Promise<MemberView[]> => {
    const em = runtime.orm.em.fork();
    const members = await em.find(
      Member,
      { organizationId: principal.organizationId },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    const users = await em.find(User, { id: { $in: members.map(({ userId }) => userId) } });
    const byId = new Map(users.map((user) => [user.id, user]));
    return members.flatMap((member) => {
      const user = byId.get(member.userId);
      return user ? [viewMember(member, user)] : [];
    });
  },
});
