import { services } from '@patchbay/services';
import { ListRepairsInput, RepairView } from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const repairsRouter = router({
  /** What is broken or about to break, worst first, each with the one step that mends it. Needs `settings:read`. */
  list: member
    .meta(rest('GET', '/repairs', 'List what needs mending'))
    .input(ListRepairsInput.prefault({}))
    .output(z.array(RepairView))
    .query(({ ctx, input }) => services.repairs.list(ctx.inside, input)),
});
