import { redacted } from '@patchbay/core';
import { webhookIdOf } from './signature.ts';

/** What a delivery carries, as the queue reads it. */
export type Letter = {
  eventId: string;
  provider: string;
  source: string | null;
  type: string;
  channel: string | null;
  receivedAt: Date;
  contentType: string | null;
  /** Of the provider's request, as they were kept. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** 1 for the first. */
  attempt: number;
  isReplay: boolean;
};

/** Of the hop, of the body that we frame ourselves, or ours to say. */
const notPassed =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|content-type|expect|accept.*|user-agent|cookie|authorization|via|forwarded|x-forwarded-.*|x-real-ip|patchbay-.*)$/;
const ours = /^webhook-(id|timestamp|signature)$/;
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Names and values by turns. The provider's own stay, so that a receiver can check its signature as well. */
export function letterHeaders(letter: Letter): string[] {
  const own: [string, string | null][] = [
    ['content-type', letter.contentType ?? 'application/octet-stream'],
    ['user-agent', 'Patchbay/0.1'],
    ['patchbay-provider', letter.provider],
    ['patchbay-event-type', letter.type],
    ['patchbay-source', letter.source],
    ['patchbay-channel', letter.channel],
    ['patchbay-received-at', letter.receivedAt.toISOString()],
    ['patchbay-attempt', String(letter.attempt)],
    ['patchbay-replay', letter.isReplay ? 'true' : null],
  ];
  const passed = Object.entries(letter.headers)
    .filter(([name, value]) => !notPassed.test(name) && value !== redacted && sendable.test(value))
    .map(([name, value]) => [ours.test(name) ? `patchbay-original-${name}` : name, value]);
  const said = own.flatMap(([name, value]) => (value === null ? [] : [name, asHeader(value)]));
  return [...said, ...passed.flat()];
}

/** Types and channels are a sender's words, and headers take Latin letters only. */
const asHeader = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed());

export const letterId = ({ eventId }: Letter): string => webhookIdOf(eventId);
