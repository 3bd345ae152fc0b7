import { services } from '@patchbay/services';
import {
  ListOperationsInput,
  OperationResult,
  OperationView,
  RunOperationInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';
import { providerOperations } from './provider-operations.ts';

/** What providers can do, by name. Each is declared once, with its provider. */
export const operationsRouter = router({
  ...providerOperations,

  /** What one provider can do, with JSON Schemas of input and output. `not_found` for an unknown provider. */
  list: member
    .meta(rest('GET', '/integrations/{provider}/operations', 'List what it can do'))
    .input(ListOperationsInput)
    .output(z.array(OperationView))
    .query(({ ctx, input }) => services.operations.list(ctx.inside, input)),

  /**
   * Runs one by its name. `invalid_input` names bad fields as `input.<path>`; `not_found` for an unknown operation;
   * everything that goes wrong on the way is an error as of `calls.make`. Needs `calls:make`.
   */
  run: member
    .meta(rest('POST', '/integrations/{provider}/operations/{operation}', 'Run one operation'))
    .input(RunOperationInput)
    .output(OperationResult)
    .mutation(({ ctx, input }) => services.operations.run(ctx.inside, input)),
});
