import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostGate } from './host-gate.ts';

const gate = hostGate({
  publicUrl: 'https://patchbay.example',
  webhooksUrl: 'https://hooks.example',
  callbackUrl: 'https://callbacks.example:8443',
});
const server = createServer((incoming, response) => {
  if (!gate(incoming, response)) response.writeHead(200).end('through');
});
let port = 0;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => void server.close());

async function ask(host: string, path: string, method = 'GET') {
  const asked = request({ port, host: '127.0.0.1', path, method, headers: { host } }).end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  return { status: answer.statusCode, location: answer.headers.location };
}

describe('a host that only providers know', () => {
  it.each([
    ['hooks.example', '/hooks/slack/abc', 'POST', 200],
    ['HOOKS.example', '/hooks/slack/abc', 'POST', 200],
    ['hooks.example', '/healthz', 'GET', 200],
    ['hooks.example', '/readyz', 'GET', 200],
    ['hooks.example', '/', 'GET', 404],
    ['hooks.example', '/sign-in', 'POST', 404],
    ['hooks.example', '/api/trpc/keys.list', 'GET', 404],
    ['hooks.example', '/proxy/slack/x', 'GET', 404],
    ['hooks.example', '/oauth/slack/callback?code=1', 'GET', 404],
    ['hooks.example', '/hooks', 'GET', 404],
    ['callbacks.example:8443', '/hooks/slack/abc', 'POST', 404],
    ['callbacks.example:8443', '/o/acme', 'GET', 404],
    ['callbacks.example:8443', '/oauth/slack/callback', 'POST', 404],
    ['patchbay.example', '/o/acme', 'GET', 200],
    ['patchbay.example', '/hooks/slack/abc', 'POST', 200],
    ['127.0.0.1', '/healthz', 'GET', 200],
  ])('%s %s %s', async (host, path, method, status) => {
    expect((await ask(host, path, method)).status).toBe(status);
  });

  it('sends a callback on to where the session is, with everything it carries', async () => {
    const path = '/oauth/slack/callback?code=a%2Fb&state=c';
    expect(await ask('callbacks.example:8443', path)).toEqual({
      status: 303,
      location: `https://patchbay.example${path}`,
    });
  });
});

it('without such hosts everything goes through', () => {
  const open = hostGate({ publicUrl: 'https://patchbay.example' });
  const { req, res } = { req: { headers: { host: 'anything' } }, res: {} };
  expect(open(req as never, res as never)).toBe(false);
});
