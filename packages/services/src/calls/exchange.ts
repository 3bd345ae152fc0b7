import {
  fromTransport,
  type StreamControl,
  type StreamHandler,
  type Streams,
} from '@patchbay/providers';
import { IntegrationError } from './integration-error.ts';
import { type CallRecord, keepHead, openHead } from './record.ts';
import { toIntegrationError } from './refusals.ts';

export type Answer = {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
};

type Sending = {
  streams: Streams;
  record: CallRecord;
  headers: string[];
  body: string | null;
  keepBodies: boolean;
  timeoutMs: number;
  maxBytes: number;
  signal?: AbortSignal | undefined;
};

export const stopped = () => new IntegrationError('canceled', 'The call was stopped.');

/**
 * Sends one call and reads its answer whole, within time and size. Fills the record's times and heads.
 * @throws IntegrationError
 */
export function exchange(sending: Sending): Promise<Answer> {
  const { streams, record, headers, body } = sending;
  const { target } = record;
  return new Promise((resolve, reject) => {
    const collector = new Collector(sending, resolve, reject);
    record.dispatchedAt = performance.now();
    streams.send(
      {
        origin: target.origin,
        path: target.basePath + record.endpoint || '/',
        method: record.method as 'GET',
        headers,
        body,
        tlsFingerprint: target.tlsFingerprint,
      },
      collector,
    );
  });
}

class Collector implements StreamHandler {
  readonly #sending: Sending;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: IntegrationError) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort: () => void;
  #control: StreamControl | null = null;
  #failure: IntegrationError | null = null;
  #status = 0;
  #headers: Answer['headers'] = {};
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(
    sending: Sending,
    resolve: (answer: Answer) => void,
    reject: (error: IntegrationError) => void,
  ) {
    this.#sending = sending;
    this.#resolve = resolve;
    this.#reject = reject;
    const { timeoutMs, signal, record } = sending;
    const { host } = record.target;
    this.#timer = setTimeout(() => {
      const seconds = Math.round(timeoutMs / 100) / 10;
      this.#stop(new IntegrationError('timeout', `${host} did not answer in ${seconds} s.`));
    }, timeoutMs);
    this.#onAbort = () => this.#stop(stopped());
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) this.#onAbort();
  }

  onRequestStart(control: StreamControl): void {
    this.#control = control;
    this.#sending.record.sentAt = performance.now();
    if (this.#failure) control.abort(this.#failure);
  }

  onResponseStart(
    _control: StreamControl,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    const { record, keepBodies } = this.#sending;
    this.#status = status;
    record.httpStatus = status;
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) this.#headers[name] = value;
    if (keepBodies) record.response = openHead(first(headers['content-type']), '');
  }

  onResponseData(_control: StreamControl, chunk: Buffer): void {
    const { record, maxBytes } = this.#sending;
    this.#size += chunk.byteLength;
    if (record.response) keepHead(record.response, chunk);
    if (this.#size <= maxBytes) this.#chunks.push(chunk);
    else
      this.#stop(new IntegrationError('too_large', `The answer is longer than ${maxBytes} bytes.`));
  }

  onResponseEnd(): void {
    this.#clear();
    const body = Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_control: StreamControl | null, error: Error): void {
    this.#clear();
    const { host } = this.#sending.record.target;
    this.#reject(this.#failure ?? toIntegrationError(fromTransport(error, host)));
  }

  #stop(failure: IntegrationError): void {
    this.#failure ??= failure;
    if (this.#control) this.#control.abort(this.#failure);
    // Not on the wire yet: the connection may come later, and is let go then.
    else this.#reject(this.#failure);
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#sending.signal?.removeEventListener('abort', this.#onAbort);
    this.#sending.record.endedAt = performance.now();
  }
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
