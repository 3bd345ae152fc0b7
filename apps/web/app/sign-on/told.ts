import type { ConsentRequest } from '@patchbay/auth';

type Told = { label: string; value: string };

/** What the scopes come to for this very person, so that consent is to facts and not to words of a protocol. */
export function toldOf(
  { scopes, claims }: ConsentRequest,
  person: { name: string; email: string },
): Told[] {
  const none = 'Nothing: you have no active account';
  const of = {
    openid: { label: 'That you are a member', value: 'By a number that stays the same' },
    profile: { label: 'Your name', value: person.name },
    email: { label: 'Your e-mail address', value: person.email },
    irc: { label: 'Your IRC nick', value: claims.irc_nick ?? none },
    xmpp: { label: 'Your XMPP address', value: claims.xmpp_jid ?? none },
  };
  return scopes.map((scope) => of[scope]);
}
