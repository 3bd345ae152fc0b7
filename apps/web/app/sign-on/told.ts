import type { ConsentRequest } from '@patchbay/auth';
import { claimOfScope, type SignOnScope, scopeWords } from '@patchbay/core';

type Told = { label: string; value: string };

/** What the scopes come to for this very person, so that consent is to facts and not to words of a protocol. */
export function toldOf(
  { scopes, claims }: ConsentRequest,
  person: { name: string; email: string },
): Told[] {
  const value = (scope: SignOnScope): string => {
    if (scope === 'openid') return 'By a number that stays the same';
    if (scope === 'profile') return person.name;
    if (scope === 'email') return person.email;
    return claims[claimOfScope[scope]] ?? 'Nothing: you have no active account';
  };
  return scopes.map((scope) => ({ label: scopeWords[scope].tells, value: value(scope) }));
}
