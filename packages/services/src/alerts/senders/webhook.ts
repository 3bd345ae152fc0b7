import { PatchbayError } from '@patchbay/core';
import { signatureHeaders } from '../../deliveries/signature.ts';
import { openWebhook } from '../channels/secrets.ts';
import type { AlertMessage } from '../message.ts';
import type { Sender } from './sender.ts';

/** A signed POST (Standard Webhooks 1.0). A repeated attempt carries the same `webhook-id`. */
export const sendWebhook: Sender = async ({ runtime, channel, message, signal }) => {
  const { url, secret } = await openWebhook(runtime, channel);
  const body = JSON.stringify(payloadOf(message));
  const id = `msg_${message.id.replaceAll('-', '')}`;
  const signature = signatureHeaders(id, runtime.clock.now(), Buffer.from(body), [secret]);
  const headers = { 'content-type': 'application/json', ...signature };
  const { status } = await runtime.http.send({ url, method: 'POST', headers, body, signal });
  if (status >= 200 && status < 300) return;
  throw new PatchbayError('unavailable', `The address answered ${status} instead of 2xx.`);
};

/** What receivers get: `type` is `alert.opened`, `alert.reminder`, `alert.closed` or `alert.test`. */
const payloadOf = ({
  kind,
  at,
  organization,
  title,
  lines,
  link,
  alert,
  subject,
}: AlertMessage) => ({
  type: `alert.${kind}`,
  timestamp: at.toISOString(),
  data: { organization, title, lines, link, alert, subject },
});
