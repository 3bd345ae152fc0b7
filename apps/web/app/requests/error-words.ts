import type { RouterOutputs } from '@patchbay/trpc';

type Tried = RouterOutputs['calls']['test'];
export type CallErrorCode = Extract<Tried, { ok: false }>['code'];

/** What a failed call means and the next step; `to` is the page of the integration where that is done. */
export type ErrorWords = {
  title: string;
  next: string;
  to?: { tab: 'configuration' | 'overview' | 'limits'; label: string };
};

const overview = { tab: 'overview', label: 'Open the connection' } as const;
const limits = { tab: 'limits', label: 'Show limits' } as const;

const words: Record<CallErrorCode, ErrorWords> = {
  not_configured: {
    title: 'Not connected',
    next: 'There is nothing to sign the call with. Connect the integration first.',
    to: overview,
  },
  disabled: {
    title: 'Paused',
    next: 'Somebody paused this integration. Resume it to make calls again.',
    to: overview,
  },
  not_allowed: {
    title: 'Not allowed',
    next: 'The operator of this Patchbay does not allow this provider, or the connection lacks a permission.',
    to: overview,
  },
  invalid_path: {
    title: 'The endpoint is not accepted',
    next: 'Give a path below the provider’s own address, such as /me. Other hosts, “..” and encoded slashes are refused, so that no credential leaves its host.',
  },
  invalid_request: {
    title: 'The request is not accepted',
    next: 'Correct the method, the headers or the body. Nothing was sent.',
  },
  auth: {
    title: 'The credentials are refused',
    next: 'The provider no longer takes them and they could not be renewed. Reconnect.',
    to: overview,
  },
  rate_limited: {
    title: 'The provider asks to slow down',
    next: 'Its limit is used up. Calls of this account wait until it lifts.',
    to: limits,
  },
  limited: {
    title: 'Your own limit was reached',
    next: 'Nothing was sent. Wait a moment, or raise the limit of this integration.',
    to: limits,
  },
  circuit_open: {
    title: 'Calls are held back for a moment',
    next: 'At least half of the last calls failed, so that new ones wait. One is let through soon and decides.',
    to: limits,
  },
  timeout: {
    title: 'No answer in time',
    next: 'The provider took too long. A reading call can be repeated; check first whether a writing one took effect.',
  },
  unreachable: {
    title: 'The provider cannot be reached',
    next: 'The connection failed before an answer came. Try again; if it stays, test the connection.',
    to: overview,
  },
  provider: {
    title: 'The provider answered with an error',
    next: 'After a 4xx the request has to be corrected; after a 5xx try again later. What it said is kept with the request.',
  },
  invalid_response: {
    title: 'The answer could not be read',
    next: 'It is not what the provider documents. Look at the endpoint, then try again.',
  },
  too_large: {
    title: 'The answer is too large',
    next: 'Ask for less at once, or fetch it through the proxy, which streams.',
  },
  canceled: { title: 'Canceled', next: 'Whoever asked went away before the answer came.' },
  internal: {
    title: 'The fault is ours',
    next: 'It has been logged. Try again; if it stays, report it with the correlation id.',
  },
};

const isKnown = (code: string): code is CallErrorCode => Object.hasOwn(words, code);

export const errorWords = (code: string | null): ErrorWords | undefined =>
  code !== null && isKnown(code) ? words[code] : undefined;
