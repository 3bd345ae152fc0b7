import superjson from 'superjson';

/** One server-sent event: its name, the id to resume from, and its data as the server had it. */
export type Frame = { event: string; id: string | null; data: unknown };

/** Reads server-sent events (HTML standard, 9.2) from an answer's body until it ends. */
export async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const parts = text.split(/\r?\n\r?\n/);
      text = parts.pop() ?? '';
      for (const part of parts) yield frameOf(part);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function frameOf(part: string): Frame {
  let [event, id]: [string, string | null] = ['message', null];
  const data: string[] = [];
  for (const line of part.split(/\r?\n/)) {
    const at = line.indexOf(':');
    const value = line.slice(at + 1).replace(/^ /, '');
    const name = at < 0 ? line : line.slice(0, at);
    if (name === 'event') event = value;
    if (name === 'id') id = value;
    if (name === 'data') data.push(value);
  }
  return { event, id, data: data.length > 0 ? read(data.join('\n')) : null };
}

const read = (text: string): unknown => {
  const parsed = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'json' in parsed
    ? superjson.deserialize(parsed)
    : parsed;
};
