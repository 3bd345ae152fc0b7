/** What a tool that people sign in to with Patchbay may ask to be told. `openid`: who the person is. */
export const signOnScopes = ['openid', 'profile', 'email', 'irc', 'xmpp'] as const;
export type SignOnScope = (typeof signOnScopes)[number];

/** The claims beyond OpenID's own: a person's names in other systems, each told by its scope. */
export type AccountClaims = { irc_nick?: string; xmpp_jid?: string };
