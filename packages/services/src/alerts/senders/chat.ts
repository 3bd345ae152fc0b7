import { asSystem, PatchbayError } from '@patchbay/core';
import { findProvider } from '@patchbay/providers';
import type { ServiceContext } from '../../kernel/index.ts';
import { runOperation } from '../../operations/run.ts';
import type { Sender, Sending } from './sender.ts';

/**
 * A message through the organization's own integration. Where the provider's declaration says so it drops a repetition
 * by the message's id; elsewhere the same message may stand there twice after a crash.
 */
export const sendChat: Sender = async ({ runtime, channel, message, signal }) => {
  const { provider = '', channel: destination = '' } = channel.target;
  const post = findProvider(provider)?.chat?.post;
  if (!post) throw new PatchbayError('conflict', 'This provider takes no messages any more.');
  const ctx = asAlerts(runtime, channel.organizationId, `alert ${channel.id}`, signal);
  const input = post.input(destination, message);
  await runOperation(ctx, { provider, operation: post.operation, input });
};

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
