import type { AlertChannel } from '@patchbay/db';
import type { Runtime } from '../../kernel/index.ts';
import type { AlertMessage } from '../message.ts';

export type Sending = {
  runtime: Runtime;
  channel: AlertChannel;
  message: AlertMessage;
  signal: AbortSignal;
};

/**
 * Hands a message to the channel's system. Throws what may be shown (PatchbayError) when it was not taken.
 * A message may arrive twice when a process dies between the answer and the record of it; whether that shows depends
 * on the system, and each sender says so.
 */
export type Sender = (sending: Sending) => Promise<void>;
