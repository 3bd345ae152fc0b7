import type { RecordedCall, SampleReply } from './samples.ts';

export type Answer = (
  call: RecordedCall,
  signal: AbortSignal,
) => SampleReply | Promise<SampleReply>;

/** A `fetch` that answers from a function and remembers what it was asked. */
export function standIn(answer: Answer) {
  const calls: RecordedCall[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const call = {
      url: new URL(request.url),
      method: request.method,
      headers: Object.fromEntries(request.headers.entries()),
      body: await request.text(),
    };
    calls.push(call);
    // A request holds its own signal only weakly: collected, it would never tell of the abort.
    const signal = init?.signal ?? request.signal;
    const { status = 200, headers = [], body } = await answer(call, signal);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return new Response(text, { status, headers });
  };
  return { fetch, calls };
}

/** Never answers; gives up when the caller does. */
export const silence: Answer = (_call, signal) =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
