import type { LiveEvent } from '@patchbay/services';

type WithoutOrganization<Event> = Event extends unknown ? Omit<Event, 'organizationId'> : never;

/**
 * What a page hears: something changed, read it again. `resync` says that events may have been missed
 * (the server lost its connection, or the page was away too long): read everything again. `ready` opens every new
 * stream and carries an id to resume from.
 */
export type LiveUpdate = WithoutOrganization<LiveEvent> | { type: 'ready' | 'resync' };
export type LiveMessage = { id: string; update: LiveUpdate };

/** Where events come from; an app opens one for the process. */
export type LiveSource = {
  /**
   * One organization's events from now on, or since `lastEventId`. Ends quietly when the signal aborts or the
   * process stops; a subscriber that reads too slowly gets `resync` in place of what it missed.
   */
  subscribe(
    organizationId: string,
    options: { lastEventId?: string | undefined; signal: AbortSignal },
  ): AsyncIterable<LiveMessage>;
};
