import { describeOperations, requireProvider } from '@patchbay/providers';
import type { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { ListOperationsInput, type OperationView } from './schemas.ts';

/** What a provider declares that it can do, with JSON Schemas for forms and agents. Errors: `not_found`. */
export const listOperations = defineVerb({
  name: 'operations.list',
  permission: 'settings:read',
  input: ListOperationsInput,
  run: async (_ctx, { provider }): Promise<z.infer<typeof OperationView>[]> =>
    describeOperations(requireProvider(provider)),
});
