import { createHmac, randomBytes } from 'node:crypto';
import type { BrowserContext } from 'playwright-core';

/** A secret as Standard Webhooks writes it. */
export const someSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The headers that a sender of Standard Webhooks sets. */
export function signed(secret: string, body: string, at = new Date()): Record<string, string> {
  const id = `msg_${randomBytes(8).toString('hex')}`;
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const code = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${code}`,
  };
}

/** Slack's v0 signature (docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signedBySlack(secret: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const code = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${code}`,
  };
}

/** Adds a source by its form and answers its id. */
export async function addSource(
  context: BrowserContext,
  page: string,
  form: Record<string, string>,
): Promise<string> {
  const answer = await context.request.post(
    `${page}/webhooks/sources/new?sender=${form.provider}`,
    {
      form,
      headers: { origin: new URL(page).origin },
      maxRedirects: 0,
    },
  );
  const id = /sources\/([\w-]{36})/.exec(answer.headers().location ?? (await answer.text()))?.[1];
  if (id === undefined) throw new Error(`No source was added: ${answer.status()}`);
  return id;
}

/** The address that a source's page shows. */
export async function addressOf(context: BrowserContext, page: string, id: string) {
  const answer = await context.request.get(`${page}/webhooks/sources/${id}`);
  const url = /https?:\/\/[^\s"<]+\/hooks\/[^\s"<]+/.exec(await answer.text())?.[0];
  if (url === undefined) throw new Error('The source shows no address.');
  return url;
}
