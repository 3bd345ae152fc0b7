import { PatchbayError } from '@patchbay/core';
import { type ChatDestination, findProvider } from '@patchbay/providers';
import { defineVerb } from '../../kernel/index.ts';
import { runOperation } from '../../operations/run.ts';
import { ListDestinationsInput } from '../schemas.ts';
import { asAlerts } from '../senders/chat.ts';

/**
 * The channels that the organization's own integration can write into, by name. Errors: `not_found` for a provider
 * that takes no messages, IntegrationError when it is not set up or does not answer.
 */
export const listDestinations = defineVerb({
  name: 'alerts.destinations',
  permission: 'settings:edit',
  input: ListDestinationsInput,
  async run(ctx, { provider }): Promise<ChatDestination[]> {
    const list = findProvider(provider)?.chat?.list;
    if (!list) throw new PatchbayError('not_found', 'This provider takes no messages.');
    const { runtime, principal, requestId, signal } = ctx;
    // Whoever may change settings need not be allowed to make calls of their own.
    const product = asAlerts(runtime, principal.organizationId, requestId, signal);
    const { operation, input } = list;
    const { output } = await runOperation(product, { provider, operation, input });
    return list.read(output).sort((a, b) => a.name.localeCompare(b.name));
  },
});
