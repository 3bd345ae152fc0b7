import { invalidField, PatchbayError } from '@patchbay/core';
import type { AlertChannelKind, AlertTarget } from '@patchbay/db';
import { findProvider, type Http } from '@patchbay/providers';
import { requireReceiver } from '../../deliveries/post.ts';

type Given = {
  url?: string | undefined;
  recipients?: string[] | undefined;
  provider?: string | undefined;
  channel?: string | undefined;
  channelName?: string | undefined;
};

/** Where a channel is to lead, from what a person entered; the address of a webhook apart, since it is sealed. */
export function placeOf(
  kind: AlertChannelKind,
  given: Given,
  http: Http,
): { target: AlertTarget; url: string | null } {
  if (kind === 'webhook') {
    const url = readUrl(given.url, http);
    return { target: { shown: shownAddress(url) }, url: url.href };
  }
  if (kind === 'email') {
    if (!given.recipients) throw invalidField('recipients', 'Name at least one address.');
    return { target: { recipients: [...new Set(given.recipients)] }, url: null };
  }
  const { provider = '', channel } = given;
  if (!findProvider(provider)?.chat)
    throw invalidField('provider', 'Choose a system that takes messages.');
  if (!channel) throw invalidField('channel', 'Choose a channel.');
  const channelName = given.channelName ?? channel;
  return { target: { provider, channel, channelName }, url: null };
}

function readUrl(text: string | undefined, http: Http): URL {
  if (!text || !URL.canParse(text)) throw invalidField('url', 'Enter an https address.');
  try {
    return requireReceiver(http, text);
  } catch (error) {
    throw invalidField('url', error instanceof PatchbayError ? error.message : 'Not possible.');
  }
}

/** Many systems put the secret into path or query, so people are shown the host only. */
const shownAddress = ({ origin, pathname, search }: URL): string =>
  pathname === '/' && !search ? origin : `${origin}/…`;
