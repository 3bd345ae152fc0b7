import type { AccountClaims } from '@patchbay/core';

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
