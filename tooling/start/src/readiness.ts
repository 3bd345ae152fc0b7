import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '@patchbay/core';
import { Halt } from './stop-signal.ts';

/** Waits until the address answers 200. */
export async function waitUntilReady(url: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.status === 200) return;
    if (answer !== undefined) last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
    await sleep(40);
  }
  throw new Halt(exitCodes.unavailable, `Patchbay did not become ready in time: ${last}`);
}
