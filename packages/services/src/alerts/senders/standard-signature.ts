import { hmac, importHmacKey, toUtf8 } from '@patchbay/crypto';

/** A signing secret as Standard Webhooks writes it: `whsec_` and 24 to 64 random bytes in base64. */
export const newSigningSecret = (): string =>
  `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`;

/**
 * The headers of Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks, "Webhook metadata"): a v1
 * signature over id, Unix time in seconds and body.
 */
export async function signedHeaders(
  secret: string,
  { id, at, body }: { id: string; at: Date; body: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const key = await importHmacKey('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
  if (!key) throw new Error('The signing secret is empty.');
  const code = await hmac(key, toUtf8(`${id}.${timestamp}.${body}`));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${Buffer.from(code).toString('base64')}`,
  };
}
