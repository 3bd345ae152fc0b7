import { providerKeys, requireProvider } from '@patchbay/providers';
import { defineVerb } from '../kernel/index.ts';
import { ListCatalogInput, type ProviderView } from './schemas.ts';
import { toProviderView } from './view.ts';

/** Every external system Patchbay knows, of one category when asked, ordered by name. */
export const listCatalog = defineVerb({
  name: 'catalog.list',
  permission: 'settings:read',
  input: ListCatalogInput,
  async run(_ctx, { category }): Promise<ProviderView[]> {
    return providerKeys
      .map((key) => toProviderView(requireProvider(key)))
      .filter((view) => category === undefined || view.category === category)
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  },
});
