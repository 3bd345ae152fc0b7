import type { ApiCaller, Refusal } from '@patchbay/trpc';
import type { Session } from './session.ts';

export type SignupMode = 'open' | 'invitation' | 'closed';

/**
 * What a page's loader or action gets. State lives in the server's own modules: the bundle holds second
 * copies of the packages, so pages import those for their types only.
 */
export type LoadContext = {
  /** For every inline script of this answer. */
  nonce: string;
  requestId: string;
  session: Session;
  signup: SignupMode;
  /** The router, called in process as the signed-in person; with a slug, inside that organization. */
  caller: (organization?: string) => ApiCaller;
  /** Words for an error that a caller threw; `internal` for what was not expected. */
  refusal: (error: unknown) => Refusal;
  /**
   * Puts a request through better-auth's own handler, so that its rate limit and checks hold:
   * `auth('/sign-in/email', { … })` posts, without a body it gets. Answers carry the cookies to forward.
   */
  auth: (path: `/${string}`, body?: Record<string, unknown>) => Promise<Response>;
};
