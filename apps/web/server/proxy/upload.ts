import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/**
 * The caller's body as the provider's connection reads it: no more is taken from the caller than fits through.
 * Ending this stream early leaves the caller's connection alone, over which the answer still has to go.
 */
export class Upload extends Readable {
  readonly #source: IncomingMessage;
  readonly #onChunk: ((chunk: Buffer) => void) | null;
  #isOver = false;

  constructor(source: IncomingMessage, onChunk: ((chunk: Buffer) => void) | null) {
    super({ highWaterMark: 64 * 1024 });
    this.#source = source;
    this.#onChunk = onChunk;
    source.on('data', this.#take);
    source.on('end', this.#end);
    source.on('close', this.#close);
    source.pause();
  }

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#isOver = true;
    this.#source.off('data', this.#take);
    this.#source.off('end', this.#end);
    this.#source.off('close', this.#close);
    // What still comes is read and dropped, so that the connection can go on or end in peace.
    if (!this.#source.readableEnded) this.#source.resume();
    callback(error);
  }

  #take = (chunk: Buffer): void => {
    this.#onChunk?.(chunk);
    if (!this.push(chunk)) this.#source.pause();
  };

  #end = (): void => {
    this.#isOver = true;
    this.push(null);
  };

  #close = (): void => {
    if (!this.#isOver) this.destroy(new Error('The caller went away in the middle of its body.'));
  };
}
