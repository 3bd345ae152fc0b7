import type { WebhookFilters } from '@patchbay/db';
import type { EventFacts } from './event-facts.ts';

/** Whether an event passes; one without channel passes a list of channels, since it concerns them all. */
export function passesFilters(
  { events, channels }: WebhookFilters,
  { eventType, channel }: Pick<EventFacts, 'eventType' | 'channel'>,
): boolean {
  if (events !== undefined && !matches(events, eventType ?? '')) return false;
  return channels === undefined || channel === null || matches(channels, channel);
}

const matches = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern,
  );
