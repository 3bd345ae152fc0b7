import type { IntegrationState } from '@patchbay/core';
import type { IntegrationTab } from './paths.ts';

const categories: Partial<Record<string, string>> = {
  psa: 'Service desk',
  backup: 'Backup',
  chat: 'Chat',
  wiki: 'Wiki',
  streaming: 'Streaming',
};

/** A category that has no words yet still reads well. */
export const categoryWord = (key: string): string =>
  categories[key] ?? key.charAt(0).toUpperCase() + key.slice(1);

/** What a failing state means here, and the one act that mends it. */
export type Repair = {
  meaning: string;
  label: string;
  /** A page of the integration to open, or its test to run. */
  to: Extract<IntegrationTab, 'configuration'> | 'test' | 'connection';
};

const testAgain = (meaning: string): Repair => ({ meaning, label: 'Test again', to: 'test' });

const repairs: Partial<Record<IntegrationState, Repair>> = {
  error_auth: {
    meaning:
      'Trying them again and again could lock the account, so automatic checks wait until new settings are saved. A test by hand works at any time.',
    label: 'Replace credentials',
    to: 'configuration',
  },
  error_misconfigured: {
    meaning: 'A setting does not fit the other side. Nothing works until it is corrected.',
    label: 'Correct settings',
    to: 'configuration',
  },
  error_unreachable: testAgain(
    'It does not answer. Checks go on by themselves and it recovers when it answers again.',
  ),
  error_rate_limited: testAgain(
    'It asks us to slow down. Checks go on by themselves and it recovers when the limit lifts.',
  ),
  error_provider: testAgain(
    'It answers with a fault of its own. Checks go on by themselves until it recovers.',
  ),
  degraded: testAgain('It works, but not fully. Checks go on by themselves.'),
};

const reconnect: Repair = {
  meaning:
    'Its consent is gone or was taken back, so that calls fail until somebody connects it again.',
  label: 'Reconnect',
  to: 'connection',
};

/** Refused credentials that came from a consent page are mended there, not in the settings. */
export const repairOf = ({ state, account }: Failing): Repair | undefined =>
  state === 'error_auth' && account !== null ? reconnect : repairs[state];

type Failing = { state: IntegrationState; account: string | null };

/** Why a member sees no buttons; an operator is told by the frame around every page. */
export const readOnlyReason = (role: string): string | null =>
  role === 'member'
    ? 'You can see how integrations do. Connecting and changing them is up to owners and admins.'
    : null;

/** "is required" about "Subdomain" is a fragment; whole sentences stay as they are. */
export function fieldSentence(label: string, message: string): string {
  if (!/^[a-z]/.test(message)) return message;
  return `${label} ${message}${message.endsWith('.') ? '' : '.'}`;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** "Syncro, MSP360 and MediaWiki". */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);

/** "99.2 %"; a dash where nothing was measured. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${(100 * share).toFixed(1).replace(/\.0$/, '')} %`;
