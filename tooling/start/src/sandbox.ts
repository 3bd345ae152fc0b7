import { startSandbox } from '@patchbay/sandbox';
import type { StartEnvironment } from './environment.ts';

import type { Scope } from './scope.ts';

type OutboundEnvironment = Pick<StartEnvironment, 'OUTBOUND_ALLOW' | 'OUTBOUND_REWRITES'>;

export type DemoSandbox = {
  /** Settings by provider that the sandbox accepts. */
  settings: Record<string, Record<string, string>>;
  rewrites: Record<string, string>;
  allow: string[];
  /** What sends the apps' calls to the sandbox; what the person set comes first and stays. */
  env: { OUTBOUND_ALLOW: string; OUTBOUND_REWRITES: string };
};

/** Starts the fakes of closed systems inside this process, on a free loopback port. */
export async function openSandbox(scope: Scope, env: OutboundEnvironment): Promise<DemoSandbox> {
  const sandbox = await startSandbox({ port: 0 });
  await scope.defer(() => sandbox.close());
  const rewrites = Object.entries(sandbox.rewrites).map(([host, url]) => `${host}=${url}`);
  return {
    settings: sandbox.demo,
    rewrites: sandbox.rewrites,
    allow: sandbox.allow,
    env: {
      OUTBOUND_ALLOW: joined(env.OUTBOUND_ALLOW, sandbox.allow),
      OUTBOUND_REWRITES: joined(env.OUTBOUND_REWRITES, rewrites),
    },
  };
}

const joined = (given: string | undefined, ours: string[]): string =>
  [given, ...ours].filter(Boolean).join(',');
