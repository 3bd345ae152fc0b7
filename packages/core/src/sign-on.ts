/** What a tool that people sign in to with Patchbay may ask to be told. `openid`: who the person is. */
export const signOnScopes = ['openid', 'profile', 'email', 'irc', 'xmpp'] as const;
export type SignOnScope = (typeof signOnScopes)[number];

/** The claims beyond OpenID's own: a person's names in other systems, each told by its scope. */
export type AccountClaims = { irc_nick?: string; xmpp_jid?: string };

/** The claim that a scope adds, for the scopes that are about an account in another system. */
export const claimOfScope = { irc: 'irc_nick', xmpp: 'xmpp_jid' } as const satisfies Partial<
  Record<SignOnScope, keyof AccountClaims>
>;

/** What a scope tells, for whoever registers a tool (`offers`) and for the person who consents (`tells`). */
export const scopeWords: Readonly<
  Record<SignOnScope, { offers: string; note?: string; tells: string }>
> = {
  openid: { offers: 'Membership', tells: 'That you are a member' },
  profile: { offers: 'Name', tells: 'Your name' },
  email: { offers: 'E-mail address', tells: 'Your e-mail address' },
  irc: { offers: 'IRC nick', note: 'Of an active IRC account.', tells: 'Your IRC nick' },
  xmpp: { offers: 'XMPP address', note: 'Of an active XMPP account.', tells: 'Your XMPP address' },
};
