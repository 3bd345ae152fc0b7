import { scopeWords, signOnScopes } from '@patchbay/core';
import type { Choice, SelectOption } from '@patchbay/ui';

/** What people choose from; `openid`, that somebody is a member, is always told. */
export const scopeChoices: Choice[] = signOnScopes
  .filter((scope) => scope !== 'openid')
  .map((value) => ({ value, label: scopeWords[value].offers, note: scopeWords[value].note }));

export const clientKinds: SelectOption[] = [
  { value: 'confidential', label: 'Server that keeps a secret' },
  { value: 'public', label: 'App or page, without a secret' },
  { value: 'old', label: 'Server whose software has no PKCE' },
];
