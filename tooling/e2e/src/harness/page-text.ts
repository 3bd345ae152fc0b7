import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';

/** Reads pages until they say something: what jobs do, and calls on record, take their seconds. */
export const textAt = (context: BrowserContext) => async (path: string, pattern: RegExp) => {
  const { url } = inject('product');
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await context.request.get(`${url}${path}`);
    const found = pattern.exec(await answer.text())?.[1];
    if (found !== undefined) return found;
    await sleep(200);
  }
  throw new Error(`${path} has no ${pattern.source}`);
};
