import { services } from '@patchbay/services';
import { GetProviderInput, ListCatalogInput, ProviderView } from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const catalogRouter = router({
  /** Every external system Patchbay knows, of one category when asked, ordered by name. */
  list: member
    .meta(rest('GET', '/catalog', 'List the providers'))
    .input(ListCatalogInput.prefault({}))
    .output(z.array(ProviderView))
    .query(({ ctx, input }) => services.catalog.list(ctx.inside, input)),

  /** One provider with the fields of its form. `not_found` for an unknown key. */
  get: member
    .meta(rest('GET', '/catalog/{provider}', 'Describe one provider'))
    .input(GetProviderInput)
    .output(ProviderView)
    .query(({ ctx, input }) => services.catalog.get(ctx.inside, input)),
});
