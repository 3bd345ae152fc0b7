import type { CallView, LimitsView } from '@patchbay/services/schemas';

export type Named = { provider: string; name: string };

/** What the list of requests is drawn from. */
export type RequestList = {
  items: CallView[];
  nextCursor: string | null;
  /** Whether calls are recorded, and how recording does. */
  log: LimitsView['log'];
  providers: Named[];
};
