/** One account as the server tells it; `name` is the part before the @. */
export type XmppUser = { name: string; enabled: boolean; mark: string | null };

/**
 * What our module and an administrator can both do. Every function may be called again after it was done.
 * @throws OutboundError
 */
export type XmppBackend = {
  /** Whether the credentials hold; a sentence about who answered. */
  hello: () => Promise<string>;
  /** Something that needs the accounts themselves; a sentence about it. */
  look: () => Promise<string>;
  find: (name: string) => Promise<XmppUser | null>;
  /** @throws IdentifierTaken */
  create: (user: { name: string; password: string; mark: string }) => Promise<XmppUser>;
  list: (cursor: string | null) => Promise<{ users: XmppUser[]; cursor: string | null }>;
  isPassword: (name: string, password: string) => Promise<boolean>;
  setPassword: (name: string, password: string) => Promise<void>;
  setEnabled: (name: string, enabled: boolean) => Promise<void>;
  endSessions: (name: string) => Promise<void>;
  /** Succeeds for an account that is not there. */
  remove: (name: string) => Promise<void>;
};
