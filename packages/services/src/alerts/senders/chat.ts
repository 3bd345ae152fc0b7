import { asSystem } from '@patchbay/core';
import type { ServiceContext } from '../../kernel/index.ts';
import { runOperation } from '../../operations/run.ts';
import type { AlertMessage } from '../message.ts';
import type { Sender, Sending } from './sender.ts';

/**
 * A message through the organization's own Slack. Slack has no way to name a message ahead, so after a crash between
 * its answer and our record the same message may stand there twice.
 */
export const sendSlack: Sender = (sending) =>
  post(sending, 'slack', { text: slackText(sending.message) });

/** The same through Discord, which drops a repetition of the last minutes by its nonce. */
export const sendDiscord: Sender = (sending) =>
  post(sending, 'discord', {
    content: discordText(sending.message),
    nonce: sending.message.id.replaceAll('-', '').slice(0, 25),
  });

async function post(
  { runtime, channel, signal }: Sending,
  provider: 'slack' | 'discord',
  said: Record<string, string>,
): Promise<void> {
  const ctx = asAlerts(runtime, channel.organizationId, `alert ${channel.id}`, signal);
  const input = { channel: channel.target.channel ?? '', ...said };
  await runOperation(ctx, { provider, operation: 'messages.post', input });
}

/** The product itself, allowed to make calls and nothing else. */
export const asAlerts = (
  runtime: Sending['runtime'],
  organizationId: string,
  requestId: string,
  signal?: AbortSignal,
): ServiceContext => ({
  runtime,
  requestId,
  signal,
  principal: asSystem(organizationId, 'alerts', ['calls:make']),
});

const slackText = ({ title, lines, link }: AlertMessage): string =>
  [`*${slackEscaped(title)}*`, ...lines.map(slackEscaped), `<${link}|Open in Patchbay>`].join('\n');

/** https://docs.slack.dev/messaging/formatting-message-text: these three characters control Slack's markup. */
const slackEscaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Discord refuses more than 2,000 characters. */
const discordText = ({ title, lines, link }: AlertMessage): string =>
  `${[`**${discordEscaped(title)}**`, ...lines.map(discordEscaped)].join('\n').slice(0, 1_700)}\n<${link}>`;

const discordEscaped = (text: string): string => text.replace(/([\\*_~`|>])/g, '\\$1');
