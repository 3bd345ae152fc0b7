import type { RouterInputs } from '@patchbay/trpc';

export type MatrixQuery = Extract<RouterInputs['accounts']['matrix'], object>;
type State = NonNullable<MatrixQuery['state']>;

export const states: readonly { value: State; label: string }[] = [
  { value: 'none', label: 'No account' },
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'under_way', label: 'Under way' },
  { value: 'failed', label: 'Failed' },
];

/** What the address asks for. A word it does not know narrows nothing. */
export function readMatrixQuery(search: URLSearchParams): MatrixQuery {
  const state = states.find(({ value }) => value === search.get('state'));
  const provider = search.get('system');
  const text = search.get('q')?.trim().slice(0, 100);
  const cursor = search.get('cursor');
  return {
    ...(state && { state: state.value }),
    ...(provider && { provider }),
    ...(text && { search: text }),
    ...(cursor && { cursor }),
  };
}

/** Whether anybody is left out, so that an empty grid does not mean that nobody is here. */
export const isNarrowed = (search: URLSearchParams): boolean =>
  ['q', 'system', 'state'].some((name) => Boolean(search.get(name)?.trim()));
