/** What a tool may ask to be told; `openid` is who the person is, and always part of it. */
export const signOnScopes = ['openid', 'profile', 'email', 'irc', 'xmpp'] as const;
export type SignOnScope = (typeof signOnScopes)[number];

/** The claims beyond OpenID's own: a person's names in other systems, told by scope. */
export type AccountClaims = { irc_nick?: string; xmpp_jid?: string };

/** What the product knows about a person and a tool. The identity library knows neither members nor accounts. */
export type SignOnPolicy = {
  /**
   * The claims of a person for a tool of this organization; null when they do not belong to it. Asked at
   * every step, so that whoever left is known by no tool from then on.
   */
  claims(who: {
    userId: string;
    organizationId: string;
    scopes: readonly string[];
  }): Promise<AccountClaims | null>;
};
