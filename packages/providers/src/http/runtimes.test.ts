import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runtimes, walked } from '../testing/walked.ts';

const walk = 'runtime-walk.ts';
const authority = fileURLToPath(new URL('samples/test-authority.pem', import.meta.url));

describe.each(runtimes)('on %s', (runtime) => {
  test('the same guards and limits hold on real sockets', { timeout: 30_000 }, async () => {
    const answered = { status: 200, body: '{"host":"wiki.example.test"}', cookies: ['a=1', 'b=2'] };
    expect(await walked(runtime, walk)).toEqual({
      named: answered,
      again: answered,
      resolvedOncePerConnection: true,
      rebound: 'refused',
      metadata: 'refused',
      silence: 'unreachable',
      endless: 'invalid_response',
      closed: 'unreachable',
      untrusted: 'misconfigured',
      notTls: 'misconfigured',
      probedPlain: ['address passed', 'tls skipped'],
      probedSecure: ['address passed', 'tls failed'],
      connected: 'hello\n',
      connectedElsewhere: 'hello\n',
      connectedNowhere: 'unreachable',
      connectedRebound: 'refused',
      connectedMetadata: 'refused',
      calledSocket: 'refused',
      probedSocket: ['address passed', 'tls skipped'],
      probedRefused: ['address failed'],
    });
  });

  test('a certificate that the machine trusts passes', { timeout: 30_000 }, async () => {
    const trust = { NODE_EXTRA_CA_CERTS: authority, DENO_CERT: authority };
    expect(await walked(runtime, walk, { ...process.env, ...trust })).toMatchObject({
      untrusted: { status: 200, body: '{"host":"secure.example.test"}' },
      probedSecure: ['address passed', 'tls passed'],
    });
  });
});
