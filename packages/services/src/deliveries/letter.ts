import type { Runtime } from '../kernel/index.ts';
import type { Letter } from './headers.ts';
import { type Due, readBody } from './queue.ts';

/** The event of a delivery as it goes out; null when it is not kept any more. */
export async function letterOf(
  { orm }: Pick<Runtime, 'orm'>,
  due: Due,
  attempt: number,
): Promise<Letter | null> {
  const { provider, type, receivedAt: at, eventId, ownBody } = due;
  if (provider === null || type === null || at === null) return null;
  const receivedAt = new Date(at);
  const body =
    ownBody === null ? await foreignBody({ orm }, due, receivedAt) : Buffer.from(ownBody);
  if (body === null) return null;
  return {
    eventId,
    provider,
    type,
    source: due.source,
    channel: due.channel,
    receivedAt,
    contentType: ownBody === null ? due.contentType : 'application/json',
    headers: due.headers ?? {},
    body,
    attempt,
    isReplay: due.isReplay,
  };
}

async function foreignBody(
  { orm }: Pick<Runtime, 'orm'>,
  { body, bodyBytes, eventId }: Due,
  receivedAt: Date,
): Promise<Buffer | null> {
  if (body !== null || bodyBytes === null) return body;
  return readBody(orm.em.fork(), { eventId, receivedAt });
}
