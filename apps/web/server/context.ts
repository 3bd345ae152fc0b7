import type { SessionUser } from '@patchbay/auth';
import type { ApiCaller, Refusal } from '@patchbay/trpc';
import type { Identity } from './identity.ts';
import type { SandboxSettings } from './sandbox-settings.ts';

export type SignupMode = 'open' | 'invitation' | 'closed';

/**
 * What a page's loader or action gets. State lives in the server's own modules: the bundle holds second
 * copies of the packages, so pages import those for their types only.
 */
export type LoadContext = {
  /** For every inline script of this answer. */
  nonce: string;
  requestId: string;
  /** The address people reach this Patchbay at, for links that leave it. */
  publicUrl: string;
  session: { user: SessionUser | null };
  signup: SignupMode;
  /** The router, called in process as the signed-in person; with a slug, inside that organization. */
  caller: (organization?: string) => ApiCaller;
  /** Words for an error that a call threw; `internal` for what was not expected. */
  refusal: (error: unknown) => Refusal;
  identity: Identity;
  /** Offered on the pages of configuration; anybody may know it. Empty outside of the demo. */
  sandboxSettings: SandboxSettings;
};
