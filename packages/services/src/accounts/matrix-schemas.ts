import { memberRoles, PageInput, StorableText } from '@patchbay/core';
import { z } from 'zod';
import { AccountView } from './schemas.ts';

/** How a person stands with a system; `none` has no account there. */
export const matrixStates = ['none', 'active', 'suspended', 'under_way', 'failed'] as const;

export const AccountMatrixInput = PageInput.extend({
  /** Part of a name, an e-mail address or an identifier. */
  search: StorableText.max(100).optional(),
  /** Narrows `state` to one system; any system if absent. */
  provider: z.string().min(1).max(64).optional(),
  state: z.enum(matrixStates).optional(),
});

/** One person of the organization with all accounts that are not removed. */
export const AccountMatrixRow = z.object({
  memberId: z.uuid(),
  person: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  role: z.enum(memberRoles),
  accounts: z.array(AccountView),
});
export type AccountMatrixRow = z.infer<typeof AccountMatrixRow>;
