import { fromTransport, type Http, OutboundError, type StreamControl } from '@patchbay/providers';
import { redactText } from '../calls/redact-text.ts';
import { type Letter, letterHeaders, letterId } from './headers.ts';
import { type PostResult, retryAfterMs } from './schedule.ts';
import { signatureHeaders } from './signature.ts';

export type Receiver = { url: string; secrets: readonly string[] };
export type Posted = { result: PostResult; latencyMs: number; answer: string | null };

const timeoutMs = 15_000;
/** So much of an answer is read and kept; the rest says nothing. */
const mostAnswerBytes = 4_096;

/**
 * Posts one event, signed, in at most 15 seconds (5 to connect). Follows no redirect and never throws: what kept it from
 * arriving is in the result.
 */
export async function post(
  http: Http,
  receiver: Receiver,
  letter: Letter,
  stop: AbortSignal,
): Promise<Posted> {
  const started = performance.now();
  const at = http.clock.now();
  const done = ({ result, answer }: Omit<Posted, 'latencyMs'>): Posted => ({
    result,
    answer,
    latencyMs: performance.now() - started,
  });
  try {
    const url = requireReceiver(http, receiver.url);
    const place = http.streams.place(url);
    const signed = signatureHeaders(letterId(letter), at, letter.body, receiver.secrets);
    const { status, headers, head } = await exchange(http, {
      origin: place.origin,
      path: `${place.pathname}${place.search}`,
      headers: [...Object.entries(signed).flat(), ...letterHeaders(letter)],
      body: letter.body,
      stop,
    });
    const answer = answerText(head, String(headers['content-type'] ?? ''), receiver.secrets);
    const asked = retryAfterMs(textOf(headers['retry-after']), at);
    return done({ result: { kind: 'answered', status, retryAfterMs: asked }, answer });
  } catch (error) {
    return done({ result: { kind: 'failed', message: sentenceOf(error) }, answer: null });
  }
}

/**
 * The address as one that may be sent to: https, or a host that the operator allows.
 * @throws OutboundError `refused`
 */
export function requireReceiver({ guard }: Pick<Http, 'guard'>, text: string): URL {
  if (!URL.canParse(text)) throw new OutboundError('refused', 'This is no address.');
  const url = new URL(text);
  guard.checkUrl(url);
  if (url.protocol !== 'https:' && !guard.isListed(url))
    throw new OutboundError(
      'refused',
      'The address must begin with https://, unless an operator allows its host in OUTBOUND_ALLOW.',
    );
  return url;
}

type Exchange = {
  origin: string;
  path: string;
  headers: string[];
  body: Uint8Array;
  stop: AbortSignal;
};
type Headers = Record<string, string | string[] | undefined>;
type Answer = { status: number; headers: Headers; head: Buffer };

function exchange(http: Http, { origin, path, headers, body, stop }: Exchange): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const chunks: Buffer[] = [];
  let size = 0;
  let control: StreamControl | undefined;
  let answer: Omit<Answer, 'head'> | undefined;
  let over: Error | undefined;
  const end = (error: Error) => {
    over ??= error;
    reject(over);
    control?.abort(over);
  };
  const late = () => end(new OutboundError('unreachable', 'It did not answer in 15 s.'));
  const stopped = () => end(new OutboundError('unreachable', 'The worker was stopped.'));
  const timer = setTimeout(late, timeoutMs);
  stop.addEventListener('abort', stopped, { once: true });
  const finish = () => answer && resolve({ ...answer, head: Buffer.concat(chunks) });
  http.streams.send(
    { origin, path, method: 'POST', headers, body: Buffer.from(body) },
    {
      onRequestStart(started) {
        control = started;
        if (over) started.abort(over);
      },
      onResponseStart(_, status, received) {
        if (status >= 200) answer = { status, headers: received };
      },
      onResponseData(started, chunk) {
        if (size < mostAnswerBytes) chunks.push(chunk.subarray(0, mostAnswerBytes - size));
        size += chunk.byteLength;
        // The status is what counts: an endless answer is cut off and still an answer.
        if (size > 64 * mostAnswerBytes) {
          finish();
          started.abort(new Error('long enough'));
        }
      },
      onResponseEnd: finish,
      onResponseError: (_, error) => reject(over ?? error),
    },
  );
  return promise
    .catch((error: unknown) => {
      throw fromTransport(error, new URL(origin).hostname);
    })
    .finally(() => {
      clearTimeout(timer);
      stop.removeEventListener('abort', stopped);
    });
}

const textOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

function answerText(head: Buffer, type: string, secrets: readonly string[]): string | null {
  if (head.length === 0) return null;
  const text = new TextDecoder().decode(head).replaceAll('\u0000', '\ufffd');
  return redactText(text, type, { names: [], values: secrets });
}

const sentenceOf = (error: unknown): string =>
  error instanceof OutboundError ? error.message : 'It could not be sent.';
