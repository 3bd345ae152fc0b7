import type { AlertChannel } from '@patchbay/db';
import type { ChannelView } from '../schemas.ts';

export function viewChannel(channel: AlertChannel): ChannelView {
  const {
    recipients = [],
    provider = null,
    channel: chat = null,
    channelName = null,
  } = channel.target;
  return {
    id: channel.id,
    kind: channel.kind,
    name: channel.name,
    enabled: channel.enabled,
    leastSeverity: channel.leastSeverity,
    address: addressOf(channel),
    recipients,
    provider,
    channel: chat,
    channelName,
    lastSentAt: channel.lastSentAt ?? null,
    lastFailedAt: channel.lastFailedAt ?? null,
    lastError: channel.lastError ?? null,
    createdAt: channel.createdAt,
  };
}

function addressOf({ kind, target }: AlertChannel): string {
  if (kind === 'webhook') return target.shown ?? '';
  if (kind === 'email') return (target.recipients ?? []).join(', ');
  return target.channelName ?? target.channel ?? '';
}

/** What goes on record of a channel: names and places, never an address or a secret. */
export const auditedChannel = (channel: AlertChannel) => ({
  name: channel.name,
  kind: channel.kind,
  enabled: channel.enabled,
  leastSeverity: channel.leastSeverity,
  address: addressOf(channel),
});
