import superjson from 'superjson';
import type { Visitor } from './product.ts';

export type Frame = { event: string; id: string | null; data: unknown };

export type Stream = {
  /** The next frame that says something: no pings, no comments; null at the end. */
  next(): Promise<Frame | null>;
  close(): Promise<void>;
};

/** Subscribes over HTTP, to the live events unless told, and reads server-sent events as the standard frames them. */
export async function openStream(
  visitor: Visitor,
  lastEventId?: string,
  path = '/api/trpc/live.events',
): Promise<Stream> {
  const stop = new AbortController();
  const answer = await visitor.fetch(path, {
    signal: stop.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });
  if (answer.body === null) throw new Error('the stream has no body');
  const frames = framesOf(answer.body.pipeThrough(new TextDecoderStream()));
  return {
    async next() {
      for (;;) {
        const { value: frame, done } = await frames.next();
        if (done) return null;
        if (frame.event !== 'connected' && frame.event !== 'ping') return frame;
      }
    },
    async close() {
      stop.abort();
      await frames.return(undefined);
    },
  };
}

async function* framesOf(chunks: ReadableStream<string>): AsyncGenerator<Frame> {
  let text = '';
  const reader = chunks.getReader();
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
    if (done || value === undefined) return;
    text += value;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) yield frameOf(part);
  }
}

function frameOf(part: string): Frame {
  const fields = new Map(
    part.split('\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trimStart()] as const;
    }),
  );
  const data = fields.get('data');
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id') ?? null,
    data: data ? superjson.deserialize(JSON.parse(data)) : null,
  };
}
