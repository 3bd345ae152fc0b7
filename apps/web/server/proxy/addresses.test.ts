import { services } from '@patchbay/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openUpstream } from './testing/upstream.ts';
import { openProxyWorld, token } from './testing/world.ts';

/** Where the names of these tests lead. */
const names: Record<string, string> = {
  'inside.example': '10.0.0.5',
  'metadata.example': '169.254.169.254',
  'mapped.example': '::ffff:192.168.1.1',
  'loop.example': '127.0.0.1',
};

let upstream: Awaited<ReturnType<typeof openUpstream>>;
let elsewhere: Awaited<ReturnType<typeof openUpstream>>;
let world: Awaited<ReturnType<typeof openProxyWorld>>;
let tenant: Awaited<ReturnType<typeof world.tenant>>;
let headers: Record<string, string>;

beforeAll(async () => {
  upstream = await openUpstream();
  elsewhere = await openUpstream();
  const resolve = async (host: string) => {
    const address = names[host] ?? '192.0.2.1';
    return [{ address, family: address.includes(':') ? (6 as const) : (4 as const) }];
  };
  world = await openProxyWorld({ upstreamPort: upstream.port, http: { resolve } });
});
afterAll(async () => {
  await world.close();
  await upstream.close();
  await elsewhere.close();
});
beforeEach(async () => {
  tenant = await world.tenant();
  ({ headers } = await tenant.key());
  upstream.seen.length = 0;
  elsewhere.seen.length = 0;
});

/** What each way to make a call says, in the words of `callErrorCodes`. */
async function refusals(provider: string, operation: string, path = ''): Promise<unknown[]> {
  const { owner } = tenant;
  const proxied = await fetch(`${world.base}/proxy/${provider}${path}`, { headers });
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: { call?: string }) => error.call,
    );
  return [
    proxied.headers.get('x-patchbay-error'),
    await codeOf(services.calls.call(owner, { provider, endpoint: path })),
    await codeOf(services.operations.run(owner, { provider, operation, input: {} })),
  ];
}

describe('an address that a person enters', () => {
  const places = (): [string, string][] => [
    ['a metadata service', 'https://169.254.169.254'],
    ['a private address', 'https://10.0.0.5'],
    ['an address in another spelling', 'https://0x0a000005'],
    ['a port of this machine', `http://127.0.0.1:${elsewhere.port}`],
    ['a name of a private address', 'https://inside.example'],
    ['a name of a metadata service', 'https://metadata.example'],
    ['a name of a mapped address', 'https://mapped.example'],
    ['a name of this machine', `https://loop.example:${elsewhere.port}`],
  ];

  it.each(['wordpress', 'mediawiki'])('leads %s nowhere inside', async (provider) => {
    for (const [what, place] of places()) {
      const settings =
        provider === 'wordpress'
          ? {
              siteUrl: place,
              username: 'admin',
              applicationPassword: 'abcd efgh ijkl mnop qrst uvwx',
            }
          : { apiUrl: `${place}/api.php`, botUser: 'A@b', botPassword: 'c'.repeat(32) };
      tenant = await world.tenant();
      ({ headers } = await tenant.key());
      await services.integrations.configure(tenant.owner, { provider, settings });
      const operation = provider === 'wordpress' ? 'posts.list' : 'site.get';
      expect([what, ...(await refusals(provider, operation))]).toEqual([
        what,
        'not_allowed',
        'not_allowed',
        'not_allowed',
      ]);
    }
    expect(elsewhere.seen).toEqual([]);
  });
});

it('a redirect is handed on as it came, and followed by nobody', async () => {
  const place = `http://127.0.0.1:${elsewhere.port}/stolen?x=1`;
  upstream.answer = (_request, response) => void response.writeHead(307, { location: place }).end();
  const path = '/customers';
  const proxied = await fetch(`${world.base}/proxy/syncro${path}`, { headers, redirect: 'manual' });
  expect([proxied.status, proxied.headers.get('location')]).toEqual([307, place]);
  const { owner } = tenant;
  const made = await services.calls.call(owner, { provider: 'syncro', endpoint: path });
  expect([made.httpStatus, made.headers.location]).toEqual([307, place]);
  const run = services.operations.run(owner, { provider: 'syncro', operation: 'customers.list' });
  const problem = await run.catch((error: Error) => error.message);
  expect(problem).toContain('redirects are not followed');
  expect(JSON.stringify([made, problem])).not.toContain(token);
  expect(upstream.seen).toHaveLength(3);
  expect(elsewhere.seen).toEqual([]);
});
