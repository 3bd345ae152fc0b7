import { PatchbayError, randomToken } from '@patchbay/core';
import type { LiveEvent } from '@patchbay/services';
import type { LiveMessage, LiveSource, LiveUpdate } from '@patchbay/trpc';
import { createMailbox, type Mailbox } from './mailbox.ts';

type Remembered = LiveMessage & { number: number; organizationId: string | null };

export type FanOutOptions = {
  /** Messages kept for pages that come back; 1,000 unless told. */
  history?: number;
  /** Messages that wait for one slow page; 100 unless told. */
  waiting?: number;
};

export type FanOut = LiveSource & {
  publish(event: LiveEvent): void;
  /** Tells everybody to read again, after events may have been lost. */
  resync(): void;
  /** Ends every stream so that pages connect again, to the next process. */
  close(): void;
};

/** Hands each organization's events to its subscribers. Ids hold only in this process; others answer with a resync. */
export function createFanOut({ history = 1_000, waiting = 100 }: FanOutOptions = {}): FanOut {
  const process = randomToken(8);
  const mailboxes = new Map<string, Set<Mailbox>>();
  const past: Remembered[] = [];
  let number = 0;

  const remember = (organizationId: string | null, update: LiveUpdate): Remembered => {
    number += 1;
    const message = { number, organizationId, id: `${process}-${number}`, update };
    past.push(message);
    if (past.length > history) past.shift();
    return message;
  };

  /** What a page missed since `lastEventId`; `null` when that cannot be told any more. */
  const since = (organizationId: string, lastEventId: string): Remembered[] | null => {
    const [origin, text] = lastEventId.split('-');
    const seen = Number(text);
    const oldest = past[0]?.number ?? number + 1;
    if (origin !== process || !Number.isInteger(seen) || seen > number || seen < oldest - 1) {
      return null;
    }
    return past.filter(
      (message) =>
        message.number > seen &&
        (message.organizationId === organizationId || message.organizationId === null),
    );
  };

  const hello = (type: 'ready' | 'resync'): LiveMessage => ({
    id: `${process}-${number}`,
    update: { type },
  });

  const greet = (organizationId: string, lastEventId: string | undefined): LiveMessage[] => {
    if (lastEventId === undefined) return [hello('ready')];
    return since(organizationId, lastEventId) ?? [hello('resync')];
  };

  const enter = (organizationId: string, mailbox: Mailbox) => {
    const here = mailboxes.get(organizationId) ?? new Set();
    mailboxes.set(organizationId, here.add(mailbox));
    return () => {
      here.delete(mailbox);
      if (here.size === 0) mailboxes.delete(organizationId);
    };
  };

  async function* subscribe(
    organizationId: string,
    { lastEventId, signal }: Parameters<LiveSource['subscribe']>[1],
  ): AsyncGenerator<LiveMessage> {
    const mailbox = createMailbox(waiting, signal);
    const leave = enter(organizationId, mailbox);
    try {
      yield* greet(organizationId, lastEventId);
      for await (const message of mailbox.messages()) yield message;
    } finally {
      leave();
    }
  }

  const everyone = () => [...mailboxes.values()].flatMap((some) => [...some]);

  return {
    subscribe,
    publish({ organizationId, ...update }) {
      const message = remember(organizationId, update);
      for (const mailbox of mailboxes.get(organizationId) ?? []) mailbox.put(message);
    },
    resync() {
      const message = remember(null, { type: 'resync' });
      for (const mailbox of everyone()) mailbox.put(message);
    },
    close() {
      const restarting = new PatchbayError('unavailable', 'Patchbay is restarting.');
      for (const mailbox of everyone()) mailbox.fail(restarting);
    },
  };
}
