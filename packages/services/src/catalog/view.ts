import { capabilitiesOf, describeFields, type Provider } from '@patchbay/providers';
import type { ProviderView } from './schemas.ts';

export const toProviderView = (provider: Provider): ProviderView => ({
  provider: provider.key,
  name: provider.about.name,
  vendor: provider.about.vendor,
  category: provider.about.category,
  description: provider.about.description,
  docs: provider.about.docs,
  setup: provider.about.account,
  capabilities: capabilitiesOf(provider),
  fields: describeFields(provider),
});
