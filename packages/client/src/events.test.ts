import superjson from 'superjson';
import { expect, it } from 'vitest';
import { PatchbayClientError } from './error.ts';
import { events } from './events.ts';

type Reply = (url: URL, signal: AbortSignal | null | undefined) => Response | Promise<Response>;

const event = (cursor: number) => ({
  cursor: String(cursor),
  type: 'push',
  receivedAt: new Date('2026-03-01T12:00:00Z'),
});
const frame = (name: string | null, data: unknown, id?: string) =>
  `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n${id ? `id: ${id}\n` : ''}\n`;
const message = (cursor: number) => frame(null, superjson.serialize(event(cursor)), String(cursor));

/** Sends the text in pieces of seven bytes, so that no frame arrives whole, and then ends or breaks. */
const stream =
  (text: string, { broken = false } = {}): Reply =>
  () => {
    const bytes = new TextEncoder().encode(text);
    let at = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + 7));
        else if (broken) controller.error(new TypeError('terminated'));
        else controller.close();
        at += 7;
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
const latest: Reply = () =>
  Response.json([{ result: { data: superjson.serialize({ events: [], nextCursor: '3' }) } }]);
const acked: Reply = () => Response.json([{ result: { data: superjson.serialize({}) } }]);

function scripted(replies: Reply[]) {
  const asked: URL[] = [];
  const sent: unknown[] = [];
  return {
    asked,
    sent,
    cursors: () =>
      asked
        .filter(({ pathname }) => pathname.endsWith('webhooks.stream'))
        .map((url) => JSON.parse(url.searchParams.get('input') ?? '').json.cursor),
    options: {
      url: 'https://patchbay.example.org',
      apiKey: 'pb_x',
      random: () => 0,
      fetch: async (input: string | URL | Request, init?: RequestInit) => {
        const url = new URL(String(input));
        asked.push(url);
        if (init?.body) sent.push(JSON.parse(String(init.body)));
        const reply = replies[asked.length - 1] ?? expect.unreachable('one request too many');
        return reply(url, init?.signal);
      },
    },
  };
}

async function take(source: AsyncIterable<{ cursor: string }>, count: number): Promise<string[]> {
  const cursors: string[] = [];
  for await (const { cursor } of source) {
    cursors.push(cursor);
    if (cursors.length === count) break;
  }
  return cursors;
}

it('goes on behind the last event after the connection was lost', async () => {
  const { options, cursors } = scripted([
    latest,
    stream(`${frame('connected', {})}${frame('ping', '')}${message(4)}${message(5)}`, {
      broken: true,
    }),
    () => Promise.reject(new TypeError('fetch failed')),
    stream(message(6)),
  ]);
  const lost: unknown[] = [];
  const source = events({ ...options, onReconnect: (error) => lost.push(error) });
  expect(await take(source, 3)).toEqual(['4', '5', '6']);
  expect(cursors()).toEqual(['3', '5', '5']);
  expect(lost).toHaveLength(2);
});

it('gives events with their dates', async () => {
  const { options } = scripted([stream(message(8))]);
  for await (const { receivedAt } of events({ ...options, cursor: '7' })) {
    expect(receivedAt).toEqual(new Date('2026-03-01T12:00:00Z'));
    break;
  }
});

it('ends with the error when asking again cannot help', async () => {
  const patchbay = { code: 'forbidden', fields: null, requestId: 'req_1', retryAfterSeconds: null };
  const shape = { message: 'No.', code: -32603, data: { code: 'FORBIDDEN', patchbay } };
  const refusal = stream(frame('serialized-error', superjson.serialize(shape)));
  const { options, asked } = scripted([refusal]);
  const error = await take(events({ ...options, cursor: '1' }), 1).catch((caught) => caught);
  expect(error).toBeInstanceOf(PatchbayClientError);
  expect(error).toMatchObject({ code: 'forbidden', requestId: 'req_1' });
  expect(asked).toHaveLength(1);
});

it('acknowledges what the loop is done with, not what it is at', async () => {
  const { options, sent, cursors } = scripted([
    stream(message(4) + message(5) + message(6)),
    acked,
  ]);
  const subscriptionId = '7b1c9f9e-95b0-4f83-8a0e-2f4c8f5a2a10';
  await take(events({ ...options, subscriptionId, acknowledge: true }), 3);
  expect(cursors()).toEqual([undefined]);
  expect(sent).toEqual([{ 0: { json: { subscriptionId, cursor: '5' } } }]);
});

it('ends when it is told to', async () => {
  const stop = new AbortController();
  const silent: Reply = (_, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      stop.abort();
    });
  const { options } = scripted([silent]);
  expect(await take(events({ ...options, cursor: '1', signal: stop.signal }), 1)).toEqual([]);
});
