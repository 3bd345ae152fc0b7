import type { Context } from 'hono';
import type { Counters } from './counters.ts';
import { type FaultShape, type Faults, faultAnswer } from './faults.ts';

/** Where every fake registers a request: it is counted, and meets the fault set for its credential. */
export type Desk = {
  /** `aliases`: other names under which a fault may be set for this request. */
  admit(
    context: Context,
    credential: string,
    aliases?: readonly string[],
    shape?: FaultShape,
  ): Promise<Response | null>;
};

export const createDesk = (counters: Counters, faults: Faults): Desk => ({
  async admit(context, credential, aliases = [], shape) {
    const path = context.req.path.replace(/^\/[^/]+/, '');
    counters.count(credential, `${context.req.method} ${path}`);
    const met = faults.takeCall([credential, ...aliases]);
    return met ? faultAnswer(context, met, shape) : null;
  },
});
