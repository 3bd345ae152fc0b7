import { isPatchbayError } from '@patchbay/core';
import {
  Alert,
  AlertChannel,
  type AlertChannelKind,
  AlertNotification,
  Organization,
} from '@patchbay/db';
import { sendAlert } from '@patchbay/jobs';
import { publish, type Runtime } from '../kernel/index.ts';
import { type AlertMessage, composeMessage } from './message.ts';
import { sendChat } from './senders/chat.ts';
import { sendMail } from './senders/email.ts';
import type { Sender } from './senders/sender.ts';
import { sendWebhook } from './senders/webhook.ts';

const senders: Record<AlertChannelKind, Sender> = {
  webhook: sendWebhook,
  email: sendMail,
  chat: sendChat,
};

export type Attempt = { notificationId: string; attempt: number; signal: AbortSignal };

/**
 * Sends one message and records what became of it. What was sent, failed for good or went with its channel is left
 * alone, so a repeated job sends nothing twice. At least once all the same: a process that dies between the
 * system's answer and our record repeats the message under the same id.
 * @throws the failure, while further attempts follow
 */
export async function sendNotification(
  runtime: Runtime,
  { notificationId, attempt, signal }: Attempt,
): Promise<void> {
  const found = await load(runtime, notificationId);
  if (!found) return;
  const { channel, message } = found;
  try {
    await senders[channel.kind]({ runtime, channel, message, signal });
  } catch (error) {
    // Cut short, it says nothing about the channel.
    if (signal.aborted) throw error;
    const isLast = attempt > sendAlert.retry.limit;
    await record(runtime, found, { error: inWords(error), attempt, isLast });
    if (isLast) return;
    throw error;
  }
  await record(runtime, found, { error: null, attempt, isLast: true });
}

type Found = { notification: AlertNotification; channel: AlertChannel; message: AlertMessage };

async function load(runtime: Runtime, id: string): Promise<Found | null> {
  const em = runtime.orm.em.fork();
  const notification = await em.findOne(AlertNotification, { id, status: 'pending' });
  if (!notification) return null;
  const { organizationId } = notification;
  const channel = await em.findOneOrFail(AlertChannel, { id: notification.channel });
  const organization = await em.findOneOrFail(Organization, organizationId);
  const alert = notification.alert ? await em.findOne(Alert, { id: notification.alert }) : null;
  const { kind, createdAt: at } = notification;
  const { publicUrl } = runtime.oauth;
  const message = composeMessage({ id, kind, at, organization, publicUrl, alert });
  return { notification, channel, message };
}

type Ending = { error: string | null; attempt: number; isLast: boolean };

async function record(runtime: Runtime, found: Found, ending: Ending): Promise<void> {
  const { error, attempt, isLast } = ending;
  const { id, organizationId, channel } = found.notification;
  const now = runtime.clock.now();
  const status = error === null ? 'sent' : isLast ? 'failed' : 'pending';
  await runtime.orm.em.fork().transactional(async (em) => {
    const sentAt = error === null ? now : null;
    await em.nativeUpdate(AlertNotification, { id }, { status, attempts: attempt, error, sentAt });
    await em.nativeUpdate(
      AlertChannel,
      { id: channel },
      error === null
        ? { lastSentAt: now, lastError: null }
        : { lastFailedAt: now, lastError: error },
    );
    const subject = { type: 'alert_channel' as const, id: channel };
    await publish(em, { organizationId, type: 'alert_sent', subject });
  });
}

const inWords = (error: unknown): string =>
  isPatchbayError(error) ? error.message : 'Something went wrong inside of Patchbay.';
