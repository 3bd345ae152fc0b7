import type { EventSource, WebhookRules } from '@patchbay/providers';
import { valueAt } from './content.ts';
import { headerOf, type WebhookRequest } from './request.ts';
import { sha256 } from './sha256.ts';

export type EventFacts = { deliveryId: string; eventType: string | null; channel: string | null };

const longestFact = 200;
/** A body without id and time counts as a copy for so long; senders that repeat later mean it. */
const copyWindowSeconds = 600;

/** What a verified request says about its event. `timestamp` is the signed one. */
export function readFacts(
  rules: WebhookRules,
  request: WebhookRequest,
  content: unknown,
  timestamp: string | null,
): EventFacts {
  const look = (sources: readonly EventSource[]) =>
    firstOf(sources, (source) => found(source, request, content, timestamp));
  const id = look(rules.deliveryId) ?? digestOf(derived(timestamp), request, timestamp);
  return {
    deliveryId: bounded(id),
    eventType: cut(look(rules.eventType)),
    channel: cut(look(rules.channel)),
  };
}

type Digest = Extract<EventSource, { digest: unknown }>;

/** For senders that say nothing about copies. */
const derived = (timestamp: string | null): Digest =>
  timestamp === null
    ? { digest: ['body'], withinSeconds: copyWindowSeconds }
    : { digest: ['body', 'timestamp'] };

function firstOf<Item, Value>(items: readonly Item[], read: (item: Item) => Value | undefined) {
  for (const item of items) {
    const value = read(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

function found(
  source: EventSource,
  request: WebhookRequest,
  content: unknown,
  timestamp: string | null,
): string | undefined {
  if ('header' in source) return headerOf(request, source.header)?.trim() || undefined;
  if ('digest' in source) return digestOf(source, request, timestamp);
  const values = source.pointers.map((pointer) => valueAt(content, pointer));
  return values.every((value) => value !== undefined) ? values.join(':') : undefined;
}

/** Within a window of time: a copy that comes right after its end counts as new, which at-least-once allows. */
function digestOf(
  { digest, withinSeconds }: Digest,
  request: WebhookRequest,
  timestamp: string | null,
): string {
  const parts = digest.map((part) => (part === 'body' ? request.body : `${timestamp ?? ''}\u0000`));
  const text = `sha256:${Buffer.from(sha256(...parts)).toString('hex')}`;
  if (withinSeconds === undefined) return text;
  return `${text}@${Math.floor(request.at / (withinSeconds * 1_000))}`;
}

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd').toWellFormed();

const cut = (text: string | undefined): string | null =>
  text === undefined ? null : storable(text.slice(0, longestFact));

/** A long id is known by its digest, so that two of them never become one by cutting. */
function bounded(id: string): string {
  const text = storable(id);
  if (text.length <= longestFact) return text;
  return `sha256:${Buffer.from(sha256(id)).toString('hex')}`;
}
