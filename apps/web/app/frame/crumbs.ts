import type { Crumb } from '@patchbay/ui';
import { type UIMatch, useMatches } from '@remix-run/react';

/** A route's `handle`: the crumb it adds, from its own loader's data; of a loader that refused there is none. */
export type CrumbHandle = { crumb: (data: unknown, match: UIMatch) => Crumb | Crumb[] };

const hasCrumb = (handle: unknown): handle is CrumbHandle =>
  typeof handle === 'object' && handle !== null && 'crumb' in handle;

export const useCrumbs = (): Crumb[] =>
  useMatches().flatMap((match) =>
    hasCrumb(match.handle) ? match.handle.crumb(match.data, match) : [],
  );
