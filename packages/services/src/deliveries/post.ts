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
const longestAnswerBytes = 262_144;

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

/** Resolves with the answer's status as soon as that says all; what fails after it changes nothing. */
function exchange(http: Http, { origin, path, headers, body, stop }: Exchange): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const chunks: Buffer[] = [];
  let size = 0;
  let control: StreamControl | undefined;
  let answer: Omit<Answer, 'head'> | undefined;
  let over: Error | undefined;
  const end = (error: Error) => {
    if (answer) resolve({ ...answer, head: Buffer.concat(chunks) });
    else reject(over ?? error);
  };
  const cut = (message: string) => {
    over ??= new OutboundError('unreachable', message);
    end(over);
    control?.abort(over);
  };
  const timer = setTimeout(() => cut('It did not answer in 15 s.'), timeoutMs);
  const stopped = () => cut('The worker was stopped.');
  stop.addEventListener('abort', stopped, { once: true });
  const payload = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  http.streams.send(
    { origin, path, method: 'POST', headers, body: payload },
    {
      onRequestStart(started) {
        control = started;
        if (over) started.abort(over);
      },
      onResponseStart(_, status, received) {
        if (status >= 200) answer = { status, headers: received };
      },
      onResponseData(_, chunk) {
        if (size < mostAnswerBytes) chunks.push(chunk.subarray(0, mostAnswerBytes - size));
        size += chunk.byteLength;
        if (size > longestAnswerBytes) cut('The answer had no end.');
      },
      onResponseEnd: () => end(new OutboundError('invalid_response', 'It sent no answer.')),
      onResponseError: (_, error) => end(error),
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
