import { defineVerb } from '../../kernel/index.ts';
import { runOperation } from '../../operations/run.ts';
import { type DestinationView, ListDestinationsInput } from '../schemas.ts';
import { asAlerts } from '../senders/chat.ts';

const listing = {
  slack: { limit: 200, exclude_archived: true, types: 'public_channel,private_channel' },
  discord: {},
};

/** Discord's channel types that take messages: text and announcements. */
const written = new Set([0, 5]);

/**
 * The channels of the organization's own Slack or Discord, by name. Errors: IntegrationError when it is not set up or
 * does not answer.
 */
export const listDestinations = defineVerb({
  name: 'alerts.destinations',
  permission: 'settings:edit',
  input: ListDestinationsInput,
  async run(ctx, { provider }): Promise<DestinationView[]> {
    const { runtime, principal, requestId, signal } = ctx;
    // Whoever may change settings need not be allowed to make calls of their own.
    const product = asAlerts(runtime, principal.organizationId, requestId, signal);
    const input = listing[provider];
    const { output } = await runOperation(product, { provider, operation: 'channels.list', input });
    return itemsOf(output)
      .filter(({ type }) => provider === 'slack' || written.has(type ?? 0))
      .map(({ id, name }) => ({ id, name: `#${name ?? id}` }))
      .sort((a, b) => a.name.localeCompare(b.name));
  },
});

type Item = { id: string; name?: string | null; type?: number };

/** The operations declare this shape; here it arrives without its type. */
const itemsOf = (output: unknown): Item[] => (output as { items: Item[] }).items;
