import type { TestProject } from 'vitest/node';
import type { TestServer } from './test-server.ts';
import { startTestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    patchbay: { adminUrl: string; template: string };
  }
}

type Shared = { server: Promise<TestServer>; users: number };
// Each project loads this file anew, so the server is kept where all of them see it.
const holder: typeof globalThis & { patchbayTests?: Shared } = globalThis;

/** Vitest calls this once per project that has tests to run; the projects share one server. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  holder.patchbayTests ??= { server: start(), users: 0 };
  const shared = holder.patchbayTests;
  shared.users += 1;
  const { adminUrl, template, stop } = await shared.server;
  project.provide('patchbay', { adminUrl, template });
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await stop();
  };
}

async function start(): Promise<TestServer> {
  const { migrate } = await import('@patchbay/db');
  return startTestServer(migrate);
}
