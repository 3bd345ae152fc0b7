import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const walk = fileURLToPath(new URL('../testing/runtime-walk.ts', import.meta.url));
const authority = fileURLToPath(new URL('samples/test-authority.pem', import.meta.url));

const permissions = [
  '--no-prompt',
  '--allow-net=127.0.0.1',
  '--allow-env',
  '--allow-sys',
  '--allow-read',
];
const runtimes = [
  ['node', `${root}node_modules/.bin/node`, []],
  ['deno', `${root}node_modules/deno/deno`, ['run', ...permissions]],
] as const;

async function walked(program: string, parameters: readonly string[], env = {}) {
  const { stdout } = await execute(program, [...parameters, walk], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout);
}

describe.each(runtimes)('on %s', (_name, program, parameters) => {
  test('the same guards and limits hold on real sockets', { timeout: 30_000 }, async () => {
    const answered = { status: 200, body: '{"host":"wiki.example.test"}', cookies: ['a=1', 'b=2'] };
    expect(await walked(program, parameters)).toEqual({
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
      probedRefused: ['address failed'],
    });
  });

  test('a certificate that the machine trusts passes', { timeout: 30_000 }, async () => {
    const trust = { NODE_EXTRA_CA_CERTS: authority, DENO_CERT: authority };
    expect(await walked(program, parameters, trust)).toMatchObject({
      untrusted: { status: 200, body: '{"host":"secure.example.test"}' },
      probedSecure: ['address passed', 'tls passed'],
    });
  });
});
