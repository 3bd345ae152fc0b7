import type { AppLoadContext } from '@remix-run/node';
import { states } from './filters.ts';

type Caller = ReturnType<AppLoadContext['caller']>;

const most = 100;

/** How many people stand how with one system; `more` says that the count stopped. */
export const countStandings = (caller: Caller, provider: string) =>
  Promise.all(
    states.map(async ({ value, label }) => {
      const page = await caller.accounts.matrix({ provider, state: value, limit: most });
      return { state: value, label, count: page.items.length, more: page.nextCursor !== null };
    }),
  );
