import type { Choice, SelectOption } from '@patchbay/ui';

/** What people choose from; `openid`, that somebody is a member, is always told. */
export const scopeChoices: Choice[] = [
  { value: 'profile', label: 'Name' },
  { value: 'email', label: 'E-mail address' },
  { value: 'irc', label: 'IRC nick', note: 'Of an active IRC account.' },
  { value: 'xmpp', label: 'XMPP address', note: 'Of an active XMPP account.' },
];

export const clientKinds: SelectOption[] = [
  { value: 'confidential', label: 'Server that keeps a secret' },
  { value: 'public', label: 'App or page, without a secret' },
  { value: 'old', label: 'Server whose software has no PKCE' },
];
