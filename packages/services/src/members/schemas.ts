import { memberRoles } from '@patchbay/core';
import { z } from 'zod';

export const UpdateMemberInput = z.object({ memberId: z.uuid(), role: z.enum(memberRoles) });
export const RemoveMemberInput = z.object({ memberId: z.uuid() });

export const MemberView = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(memberRoles),
  joinedAt: z.date(),
});
export type MemberView = z.infer<typeof MemberView>;
