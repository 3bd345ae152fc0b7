import { describe, expect, it } from 'vitest';
import { createPatchbayClient } from './client.ts';
import { PatchbayClientError } from './error.ts';

type Reply = () => Response | Promise<Response>;
type Sent = { method: string; url: URL; headers: Headers };

/** A client whose network answers from a list; `sent` holds what it was asked. */
function scripted(replies: Reply[], options: { retries?: number; timeoutMs?: number } = {}) {
  const sent: Sent[] = [];
  const client = createPatchbayClient({
    url: 'https://patchbay.example.org',
    apiKey: 'pb_secret',
    random: () => 0,
    fetch: async (url, init) => {
      sent.push({
        method: init?.method ?? 'GET',
        url: new URL(String(url)),
        headers: new Headers(init?.headers),
      });
      const reply = replies[sent.length - 1] ?? expect.unreachable('one request too many');
      init?.signal?.throwIfAborted();
      return Promise.race([reply(), rejectOnAbort(init?.signal)]);
    },
    ...options,
  });
  return { client, sent };
}

const rejectOnAbort = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );

const verdict = { intact: true, rows: 1, brokenAt: null, head: 'h' };
const good: Reply = () => Response.json([{ result: { data: { json: verdict } } }]);
const down: Reply = () => Promise.reject(new TypeError('fetch failed'));
const page =
  (status: number, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response('<html>', { status, headers });
const refused =
  (status: number, patchbay: object): Reply =>
  () =>
    Response.json(
      [
        {
          error: {
            json: {
              message: 'No.',
              code: -32603,
              data: { code: 'X', httpStatus: status, patchbay },
            },
          },
        },
      ],
      { status },
    );
const refusal = { code: 'forbidden', fields: null, requestId: 'req_1', retryAfterSeconds: null };
const caught = (call: Promise<unknown>): Promise<PatchbayClientError> =>
  call.then(
    () => expect.unreachable('the call should have failed'),
    (error) => error,
  );

it('sends the key in a header and calls of one moment in one request', async () => {
  const { client, sent } = scripted([
    () =>
      Response.json([
        { result: { data: { json: verdict } } },
        { result: { data: { json: verdict } } },
      ]),
  ]);
  await Promise.all([client.audit.verify.query(), client.audit.verify.query()]);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer pb_secret');
  expect(sent[0]?.url.origin).toBe('https://patchbay.example.org');
  expect(sent[0]?.url.href).not.toContain('pb_secret');
  expect(sent[0]?.url.pathname).toBe('/api/trpc/audit.verify,audit.verify');
});

describe('reads', () => {
  it.each([
    ['the network fails', down],
    ['the proxy answers 502', page(502)],
    ['the proxy answers 503', page(503)],
    ['the proxy answers 504', page(504)],
    ['there were too many calls', page(429, { 'retry-after': '0' })],
    ['the server restarts', refused(503, { ...refusal, code: 'unavailable' })],
  ])('are repeated when %s', async (_, failure) => {
    const { client, sent } = scripted([failure, good]);
    expect(await client.audit.verify.query()).toEqual(verdict);
    expect(sent).toHaveLength(2);
  });

  it('are repeated a bounded number of times', async () => {
    const { client, sent } = scripted([down, down], { retries: 1 });
    expect(await caught(client.audit.verify.query())).toMatchObject({ code: 'unreachable' });
    expect(sent).toHaveLength(2);
  });

  it('are not repeated when the answer is a refusal', async () => {
    const { client, sent } = scripted([refused(403, refusal)]);
    expect(await caught(client.audit.verify.query())).toMatchObject({ code: 'forbidden' });
    expect(sent).toHaveLength(1);
  });

  it('are not repeated when the wait would be too long', async () => {
    const { client, sent } = scripted([page(429, { 'retry-after': '3600' })]);
    const error = await caught(client.audit.verify.query());
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 3600 });
    expect(sent).toHaveLength(1);
  });

  it('stop waiting when they are aborted', async () => {
    const { client, sent } = scripted([page(429, { 'retry-after': '20' })]);
    const stop = new AbortController();
    const call = caught(client.audit.verify.query(undefined, { signal: stop.signal }));
    setTimeout(() => stop.abort(), 20);
    expect(await call).toBeInstanceOf(PatchbayClientError);
    expect(sent).toHaveLength(1);
  });

  it('give up after the timeout', async () => {
    const silent = () => new Promise<Response>(() => {});
    const { client } = scripted([silent], { retries: 0, timeoutMs: 20 });
    expect(await caught(client.audit.verify.query())).toMatchObject({ code: 'timeout' });
  });
});

it('never repeats a change', async () => {
  for (const failure of [down, page(503), page(429, { 'retry-after': '0' })]) {
    const { client, sent } = scripted([failure]);
    await caught(client.integrations.toggle.mutate({ provider: 'obs' }));
    expect(sent).toHaveLength(1);
  }
});

it('says what the server said', async () => {
  const fields = { label: ['Too long.'] };
  const { client } = scripted([refused(400, { ...refusal, code: 'invalid_input', fields })]);
  const error = await caught(client.integrations.update.mutate({ provider: 'obs', label: 'x' }));
  expect(error).toBeInstanceOf(PatchbayClientError);
  expect(error).toMatchObject({
    code: 'invalid_input',
    fields,
    requestId: 'req_1',
    message: 'No.',
  });
  expect(JSON.stringify(error)).not.toContain('pb_secret');
});
