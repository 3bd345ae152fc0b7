import { createHmac, sign } from 'node:crypto';
import { discordSigningKey } from '../discord/data.ts';
import { bodies, greetings, type WebhookVendor } from './events.ts';

export type WebhookOrder = {
  vendor: WebhookVendor;
  /** On this machine only: the sandbox must not become a way to send things elsewhere. */
  url: string;
  /**
   * Signing secret of Slack, token of Pylon, verification token of Notion. Discord signs with the key of its
   * application; Syncro's secret is part of the address.
   */
  secret?: string | undefined;
  account?: number | undefined;
  type?: string | undefined;
  /** How many events; 1 unless told. */
  count?: number | undefined;
  /** Sends what the vendor sends first, instead of events. */
  greeting?: boolean | undefined;
  /** Signs with something else, as somebody would who guesses. */
  forged?: boolean | undefined;
};

export type WebhookSent = { status: number; answer: string };

type Clock = { now(): number };

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);
export const isSendable = (url: string): boolean =>
  URL.canParse(url) && new URL(url).protocol === 'http:' && loopback.has(new URL(url).hostname);

/** Sends events one after the other, signed as the vendor does, and answers what each was told. */
export async function sendWebhooks(
  order: WebhookOrder,
  clock: Clock,
  serial: () => number,
): Promise<WebhookSent[]> {
  const sent: WebhookSent[] = [];
  for (let count = 0; count < (order.count ?? 1); count += 1) {
    const now = clock.now();
    const body = JSON.stringify(contentOf(order, now, serial));
    const headers = { 'content-type': 'application/json', ...signatureOf(order, body, now) };
    const answer = await fetch(order.url, { method: 'POST', body, headers, redirect: 'manual' });
    sent.push({ status: answer.status, answer: (await answer.text()).slice(0, 1_000) });
  }
  return sent;
}

function contentOf(order: WebhookOrder, now: number, serial: () => number): object {
  const { vendor, account = 1, type, secret = '' } = order;
  const greeting = order.greeting ? greetings[vendor] : null;
  return greeting ? greeting(secret) : bodies[vendor]({ account, serial: serial(), now, type });
}

function signatureOf(order: WebhookOrder, body: string, now: number): Record<string, string> {
  const secret = order.forged ? 'somebody who guesses' : (order.secret ?? '');
  const seconds = String(Math.floor(now / 1_000));
  switch (order.vendor) {
    case 'slack':
      return {
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': seconds,
        'x-slack-signature': `v0=${hmac(secret, `v0:${seconds}:${body}`)}`,
      };
    case 'pylon':
      return { authorization: `Bearer ${secret}` };
    case 'discord':
      return {
        'user-agent': 'Discord-Webhook/1.0 (+https://discord.com)',
        'x-signature-timestamp': seconds,
        'x-signature-ed25519': ed25519(order, seconds + body),
      };
    case 'notion':
      return order.greeting ? {} : { 'x-notion-signature': `sha256=${hmac(secret, body)}` };
    case 'syncro':
      return {};
  }
}

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

function ed25519({ account = 1, forged }: WebhookOrder, text: string): string {
  const key = discordSigningKey(forged ? account + 1 : account);
  return sign(null, Buffer.from(text), key).toString('hex');
}
