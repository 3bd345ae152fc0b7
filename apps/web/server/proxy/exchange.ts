import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@patchbay/core';
import { fromTransport, type StreamControl, type StreamHandler } from '@patchbay/providers';
import {
  type CallRecord,
  type Calls,
  IntegrationError,
  isAnswered,
  keepHead,
  openHead,
  tiedToHop,
  toIntegrationError,
} from '@patchbay/services';
import { answerProblem } from './problem.ts';
import type { StallWatch, Waiting } from './stalls.ts';

export type ExchangeParts = {
  calls: Calls;
  request: IncomingMessage;
  response: ServerResponse;
  record: CallRecord;
  principal: Principal;
  stalls: StallWatch;
  /** Asked when the provider refuses the credentials: sends the call again and answers true if it can. */
  onRefused: ((exchange: ProxyExchange) => boolean) | null;
};

/** Passes a provider's answer on as it comes. undici calls it; nothing stands between the two sockets. */
export class ProxyExchange implements StreamHandler, Waiting {
  readonly parts: ExchangeParts;
  movedAt = 0;
  #control: StreamControl | null = null;
  #failure: IntegrationError | null = null;
  #hasStarted = false;
  #isSentAgain = false;
  #isOver = false;
  #missing = -1;

  constructor(parts: ExchangeParts) {
    this.parts = parts;
    parts.response.on('close', this.#onClose);
  }

  /** Whether a byte of the caller's request may have reached the provider. */
  get wasSent(): boolean {
    return this.parts.record.sentAt !== 0;
  }

  onRequestStart(control: StreamControl): void {
    this.#control = control;
    this.parts.record.sentAt = performance.now();
    if (this.#failure) control.abort(this.#failure);
  }

  onResponseStart(
    control: StreamControl,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    message?: string,
  ): void {
    // An early hint is for the hop it came over; only the answer itself is passed on.
    if (status < 200) return;
    const { calls, record, response, onRefused } = this.parts;
    record.httpStatus = status;
    calls.answered(record, status, headers);
    if (status === 401 && onRefused?.(this)) {
      this.#isSentAgain = true;
      return;
    }
    if (calls.usageLogging) {
      record.response = openHead(one(headers['content-type']), one(headers['content-encoding']));
    }
    this.#missing = lengthOf(headers['content-length']);
    this.#hasStarted = true;
    response.writeHead(status, phrase(message), answeredHeaders(control, headers, record));
    if (this.parts.request.method === 'HEAD') this.#missing = -1;
    // The head of a stream that says nothing for a while must not wait for its first byte.
    else if (this.#missing < 0) response.flushHeaders();
  }

  onResponseData(control: StreamControl, chunk: Buffer): void {
    if (this.#isSentAgain || this.#isOver) return;
    const { record, response } = this.parts;
    if (record.response) keepHead(record.response, chunk);
    if (this.#missing === chunk.byteLength) {
      this.#missing = 0;
      response.end(chunk);
      return;
    }
    if (this.#missing > 0) this.#missing -= chunk.byteLength;
    if (response.write(chunk)) return;
    control.pause();
    this.#waitForDrain();
  }

  onResponseEnd(): void {
    if (this.#isSentAgain) return;
    if (this.#missing !== 0) this.parts.response.end();
    this.#finish();
  }

  onResponseError(_control: StreamControl | null, error: Error): void {
    if (this.#isSentAgain || this.#isOver) return;
    const { record, response } = this.parts;
    const { host } = record.target;
    const failure = this.#failure ?? toIntegrationError(fromTransport(error, host));
    record.errorCode = failure.call;
    record.errorMessage = failure.message;
    this.#finish();
    if (this.#hasStarted) response.destroy();
    else if (!response.destroyed) answerProblem(response, failure, record.correlationId);
  }

  /** Ends the call towards the provider; the caller is told what can still be told. */
  stop(failure: IntegrationError): void {
    if (this.#isOver) return;
    this.#failure ??= failure;
    if (this.#control) this.#control.abort(this.#failure);
  }

  stalled(): void {
    this.stop(new IntegrationError('timeout', 'The caller neither sent nor read for too long.'));
  }

  /** Lets go of the response, which another exchange answers. */
  release(): void {
    this.parts.response.off('close', this.#onClose);
    this.#finish();
  }

  #waitForDrain(): void {
    const { response, stalls } = this.parts;
    this.movedAt = performance.now();
    stalls.add(this);
    response.once('drain', () => {
      stalls.remove(this);
      this.#control?.resume();
    });
  }

  #onClose = (): void => {
    if (!this.parts.response.writableFinished)
      this.stop(new IntegrationError('canceled', 'The caller went away.'));
  };

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { calls, record, response, stalls } = this.parts;
    response.off('close', this.#onClose);
    stalls.remove(this);
    record.endedAt = performance.now();
    calls.finish(record);
  }
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const lengthOf = (value: string | string[] | undefined): number =>
  typeof value === 'string' ? Number(value) : -1;

const sayable = /^[\t\x20-\x7e\x80-\xff]*$/;
const phrase = (message: string | undefined): string =>
  message !== undefined && sayable.test(message) ? message : '';

/** The answer's end-to-end headers byte for byte, and the correlation id. */
function answeredHeaders(
  { rawHeaders }: StreamControl,
  headers: Record<string, string | string[] | undefined>,
  { correlationId }: CallRecord,
): string[] {
  const answered: string[] = [];
  const connection = one(headers.connection);
  const tied = connection === undefined ? none : tiedToHop(connection);
  const raw = Array.isArray(rawHeaders) ? rawHeaders : Object.entries(headers).flat(2);
  for (let at = 0; at < raw.length; at += 2) {
    const name = textOf(raw[at]);
    const lower = name.toLowerCase();
    if (!isAnswered(lower) || (tied.length > 0 && tied.includes(lower))) continue;
    answered.push(name, textOf(raw[at + 1]));
  }
  answered.push('x-correlation-id', correlationId);
  return answered;
}
const none: readonly string[] = [];

const textOf = (part: Buffer | string | undefined): string =>
  part === undefined ? '' : typeof part === 'string' ? part : part.toString('latin1');
