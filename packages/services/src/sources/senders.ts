import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import type { SenderView } from '../webhooks/schemas.ts';
import { viewSenders } from './view.ts';

/** What can send webhooks: providers of the catalog and generic senders. */
export const listSenders = defineVerb({
  name: 'sources.senders',
  permission: 'webhooks:read',
  input: z.object({}),
  run: async (): Promise<SenderView[]> => viewSenders(),
});
