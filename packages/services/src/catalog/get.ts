import { requireProvider } from '@patchbay/providers';
import { defineVerb } from '../kernel/index.ts';
import { GetProviderInput, type ProviderView } from './schemas.ts';
import { toProviderView } from './view.ts';

/** One provider with the fields of its form. Errors: `not_found`. */
export const getProvider = defineVerb({
  name: 'catalog.get',
  permission: 'settings:read',
  input: GetProviderInput,
  async run(_ctx, { provider }): Promise<ProviderView> {
    return toProviderView(requireProvider(provider));
  },
});
