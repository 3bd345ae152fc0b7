import type { FinishResult } from '@patchbay/services';
import type { SmallPage } from './small-page.ts';

/** Where somebody lands who comes back from a consent page. */
export type Landing =
  | { kind: 'redirect'; location: string }
  | { kind: 'page'; status: 400 | 401 | 404; page: SmallPage };

const bannerNames = ['connected', 'account', 'error', 'accountName'] as const;
type Banner = Partial<Record<(typeof bannerNames)[number], string>>;

const home = { href: '/', label: 'Back to Patchbay' };

/**
 * Back to the page that the state names, with what came of it (names as in seed 004): `connected` is the provider's
 * key; `error` is `denied`, `expired`, `other_account` or a `FinishErrorKind`; `accountName` is the account that was
 * connected, or the other one that waits to be confirmed. Anybody can write such an address, so a page shows the
 * names that the connection itself has. `account` in place of `connected` is the provider's key where a person brought
 * an account of their own. Without a state of ours there is nobody to send back, hence a page.
 */
export function landingOf(result: FinishResult): Landing {
  switch (result.outcome) {
    case 'connected':
      return back(result, { connected: result.provider, accountName: result.accountName });
    case 'other_account':
      return back(result, { error: result.outcome, accountName: result.accountName });
    case 'account':
      return back(result, { account: result.provider, accountName: result.accountName });
    case 'denied':
    case 'expired':
      return back(result, { ...ofPerson(result), error: result.outcome });
    case 'error':
      return back(result, { ...ofPerson(result), error: result.kind });
    case 'replayed':
      return result.providerName === null ? nowhere : replayed;
    case 'mismatch':
      return mismatch;
  }
}

type Failed = Extract<FinishResult, { purpose: unknown }>;

const ofPerson = ({ purpose, provider }: Failed): Banner =>
  purpose === 'account' ? { account: provider } : {};

/** `returnTo` was checked when it was stored; only its path is used here, so no answer leads elsewhere. */
function back({ returnTo }: { returnTo: string }, banner: Banner): Landing {
  const url = new URL(returnTo, 'http://patchbay.invalid');
  for (const name of bannerNames) {
    url.searchParams.delete(name);
    const value = banner[name];
    if (value !== undefined) url.searchParams.set(name, value.slice(0, 200));
  }
  const path = url.pathname.replace(/^\/+/, '/');
  return { kind: 'redirect', location: `${path}${url.search}${url.hash}` };
}

export const signedOut: Landing = {
  kind: 'page',
  status: 401,
  page: {
    title: 'You are not signed in',
    text: [
      'A connection is finished in the browser in which it was started, and nobody is signed in here. Nothing was changed.',
      'Sign in, open the integration and connect it again.',
    ],
    link: { href: '/sign-in', label: 'Sign in' },
  },
};

export const unreadable: Landing = {
  kind: 'page',
  status: 400,
  page: {
    title: 'This answer cannot be read',
    text: ['The consent page sent more than an answer has. Nothing was changed.'],
    link: home,
  },
};

const replayed: Landing = {
  kind: 'page',
  status: 400,
  page: {
    title: 'This answer was used already',
    text: [
      'It counts only once, or it was never asked for from here. Nothing was changed by it.',
      'If the integration is not connected, open it and connect it again.',
    ],
    link: home,
  },
};

const mismatch: Landing = {
  kind: 'page',
  status: 400,
  page: {
    title: 'This answer belongs to somebody else',
    text: [
      'The connection was started by another person, in another browser or for another provider. Nothing was changed.',
      'Open the integration and connect it again; do not follow links to this place that others give you.',
    ],
    link: home,
  },
};

const nowhere: Landing = {
  kind: 'page',
  status: 404,
  page: {
    title: 'There is no such provider',
    text: ['No provider with a consent page has this address.'],
    link: home,
  },
};
