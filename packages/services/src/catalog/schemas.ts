import { z } from 'zod';
import { FieldView } from '../integrations/schemas.ts';

export const ListCatalogInput = z.object({ category: z.string().max(40).optional() });
export const GetProviderInput = z.object({ provider: z.string().min(1).max(64) });

/** One external system that Patchbay knows, from code. */
export const ProviderView = z.object({
  provider: z.string(),
  name: z.string(),
  vendor: z.string(),
  category: z.string(),
  description: z.string(),
  docs: z.string(),
  setup: z.string().nullable(),
  /** What it can do here: `health` now; calls, webhooks, accounts as they arrive. */
  capabilities: z.array(z.string()),
  fields: z.array(FieldView),
});
export type ProviderView = z.infer<typeof ProviderView>;
