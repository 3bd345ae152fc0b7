import { listenForever } from '@patchbay/db';
import { eventChannel, type LiveEvent } from '@patchbay/services';
import type { LiveSource } from '@patchbay/trpc';
import { z } from 'zod';
import { createFanOut } from './live/fan-out.ts';

export type LiveEvents = LiveSource & {
  /** Resolves when events of other processes arrive here. */
  ready: Promise<void>;
  close(): Promise<void>;
};

/** Somebody else in the process who has to know what changed: what it remembers is only good while it hears. */
export type LiveWatch = {
  heard(event: LiveEvent): void;
  setListening(isListening: boolean): void;
};

export type LiveEventsOptions = {
  url: string;
  log(message: string): void;
  watch?: LiveWatch | readonly LiveWatch[];
};

/** Sent only by our own `publish`; this checks as much as routing needs. */
const Envelope = z.looseObject({ organizationId: z.string(), type: z.string() });

/** Opens the process's one listening connection and hands what it hears to the subscribers. */
export function openLiveEvents({ url, log, watch }: LiveEventsOptions): LiveEvents {
  const fanOut = createFanOut();
  const watches: readonly LiveWatch[] = watch === undefined ? [] : [watch].flat();
  const listener = listenForever({
    url,
    applicationName: 'patchbay live',
    channels: [eventChannel],
    onTrouble(error) {
      const name = error instanceof Error ? error.message : 'unknown';
      log(`live events: the database connection was lost (${name}), connecting again`);
    },
    onConnected: () => {
      for (const one of watches) one.setListening(true);
      fanOut.resync();
    },
    onLost: () => {
      for (const one of watches) one.setListening(false);
    },
    onMessage: (payload) => {
      const event = readEvent(payload);
      if (event === null) log('live events: a message could not be read');
      else {
        for (const one of watches) one.heard(event);
        fanOut.publish(event);
      }
    },
  });
  return {
    subscribe: fanOut.subscribe,
    ready: listener.ready,
    async close() {
      fanOut.close();
      await listener.close();
    },
  };
}

function readEvent(payload: string): LiveEvent | null {
  try {
    // The rest of the shape is what `publish` was typed to send.
    return Envelope.parse(JSON.parse(payload)) as unknown as LiveEvent;
  } catch {
    return null;
  }
}
