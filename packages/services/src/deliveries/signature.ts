import { createHmac, randomBytes } from 'node:crypto';

/**
 * Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, keyed with what stands in base64 behind `whsec_`.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const prefix = 'whsec_';

/** 32 random bytes; the standard wants 24 to 64. */
export const newSigningSecret = (): string => `${prefix}${randomBytes(32).toString('base64')}`;

export type Signed = {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
};

/** The three headers of one attempt; several secrets make several signatures, of which a receiver accepts any. */
export function signatureHeaders(
  id: string,
  at: Date,
  body: Uint8Array,
  secrets: readonly string[],
): Signed {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
    return `v1,${digest.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** What receivers know an event by, in every attempt and replay. */
export const webhookIdOf = (eventId: string): string => `evt_${eventId}`;
