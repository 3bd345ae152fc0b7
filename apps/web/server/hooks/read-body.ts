import type { IncomingMessage } from 'node:http';
import type { Place } from './room.ts';

/** `gone`: the sender went away in the middle; there is nobody to answer. `busy`: no room for it just now. */
export type ReadBody = Uint8Array<ArrayBuffer> | 'too_large' | 'busy' | 'gone';

/** Reads a body byte for byte up to a limit. What goes beyond it is not kept. */
export function readBody(
  request: IncomingMessage,
  limit: number,
  place: Pick<Place, 'take'>,
): Promise<ReadBody> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve('too_large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (read: ReadBody) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      resolve(read);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > limit) settle('too_large');
      else if (!place.take(chunk.byteLength)) settle('busy');
      else chunks.push(chunk);
    };
    const onEnd = () => settle(joined(chunks, size));
    const onClose = () => settle('gone');
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

/** A copy of its own memory: chunks are views into larger buffers, and WebCrypto takes no shared ones. */
function joined(chunks: readonly Buffer[], size: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}
