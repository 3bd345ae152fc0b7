import { type MemberRole, memberRoles } from '@patchbay/core';
import { textOf } from '../forms/attempt.server.ts';

/** The chosen role; the least one where the form says nothing that we know. */
export function roleOf(form: FormData): MemberRole {
  const chosen = textOf(form, 'role');
  return memberRoles.find((role) => role === chosen) ?? 'member';
}
