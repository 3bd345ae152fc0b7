import type { Context } from 'hono';
import type { Counters } from './counters.ts';
import { type Faults, faultAnswer } from './faults.ts';

/** Where every fake registers a request: it is counted, and meets the fault set for its credential. */
export type Desk = { admit(context: Context, credential: string): Promise<Response | null> };

export const createDesk = (counters: Counters, faults: Faults): Desk => ({
  async admit(context, credential) {
    const path = context.req.path.replace(/^\/[^/]+/, '');
    counters.count(credential, `${context.req.method} ${path}`);
    const met = faults.take(credential);
    return met ? faultAnswer(context, met) : null;
  },
});
