import type { RouterInputs } from '@patchbay/trpc';

type DriftQuery = Extract<RouterInputs['drift']['list'], object>;

const kinds = ['unclaimed', 'vanished', 'differs'] as const;
const states = ['open', 'ignored', 'resolved'] as const;

/** What the address asks for. A word it does not know narrows nothing. */
export function readDriftQuery(search: URLSearchParams): DriftQuery {
  const kind = kinds.find((each) => each === search.get('kind'));
  const state = states.find((each) => each === search.get('state'));
  const provider = search.get('system');
  const text = search.get('q')?.trim().slice(0, 120);
  const cursor = search.get('cursor');
  return {
    ...(kind && { kind }),
    ...(state && { state }),
    ...(provider && { provider }),
    ...(text && { search: text }),
    ...(cursor && { cursor }),
  };
}
