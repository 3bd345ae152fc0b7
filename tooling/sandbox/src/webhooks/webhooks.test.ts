import { createHmac, createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { discordVerifyKey } from '../discord/data.ts';
import { openForTests } from '../testing/open.ts';

const { sandbox } = openForTests();
const seen: { headers: IncomingHttpHeaders; body: string; path: string }[] = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  seen.push({ headers: request.headers, body, path: request.url ?? '' });
  response.writeHead(202).end('thanks');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hooks/x/y`;
});
afterAll(() => void server.close());
beforeEach(() => {
  seen.length = 0;
});

const order = async (body: object) => {
  const answer = await fetch(`${sandbox().url}/_control/webhooks`, {
    method: 'POST',
    body: JSON.stringify({ url, ...body }),
  });
  return { status: answer.status, body: await answer.json() };
};
const sent = () => seen[0] ?? expect.unreachable('something was sent');

test('Slack signs time and body', async () => {
  const { body } = await order({ vendor: 'slack', secret: 'shh' });
  expect(body).toEqual({ sent: [{ status: 202, answer: 'thanks' }] });
  const { headers, body: text } = sent();
  const signed = `v0:${headers['x-slack-request-timestamp']}:${text}`;
  const code = createHmac('sha256', 'shh').update(signed).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${code}`);
  expect(JSON.parse(text)).toMatchObject({ type: 'event_callback', event: { type: 'message' } });
});

test('Discord signs with the key that its page shows, unless it is forged', async () => {
  await order({ vendor: 'discord' });
  await order({ vendor: 'discord', forged: true });
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(discordVerifyKey(1), 'hex'),
  ]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const checks = seen.map(({ headers, body }) =>
    verify(
      null,
      Buffer.from(String(headers['x-signature-timestamp']) + body),
      key,
      Buffer.from(String(headers['x-signature-ed25519']), 'hex'),
    ),
  );
  expect(checks).toEqual([true, false]);
});

test('Notion offers its token without a signature, then signs with it', async () => {
  await order({ vendor: 'notion', secret: 'secret_abc', greeting: true });
  await order({ vendor: 'notion', secret: 'secret_abc' });
  expect(JSON.parse(sent().body)).toEqual({ verification_token: 'secret_abc' });
  expect(sent().headers['x-notion-signature']).toBeUndefined();
  const code = createHmac('sha256', 'secret_abc').update(String(seen[1]?.body)).digest('hex');
  expect(seen[1]?.headers['x-notion-signature']).toBe(`sha256=${code}`);
});

test('Pylon sends its token, Syncro nothing, and every event is another one', async () => {
  await order({ vendor: 'pylon', secret: 'tok' });
  await order({ vendor: 'syncro', count: 3, type: 'ticket_created' });
  expect(sent().headers.authorization).toBe('Bearer tok');
  expect(new Set(seen.map(({ body }) => body)).size).toBe(4);
  expect(JSON.parse(String(seen[1]?.body)).attributes.type).toBe('ticket_created');
});

test('nothing is sent to another machine', async () => {
  for (const elsewhere of ['https://127.0.0.1/', 'http://example.com/', 'http://10.0.0.1/', 'x'])
    expect((await order({ vendor: 'slack', url: elsewhere })).status).toBe(400);
  expect((await order({ vendor: 'nobody' })).status).toBe(400);
  expect(seen).toEqual([]);
});
