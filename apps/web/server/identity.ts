import type {
  Auth,
  ConsentRequest,
  Session,
  SessionLine,
  SignIn,
  SignOnClient,
  SignUp,
} from '@patchbay/auth';
import { PatchbayError } from '@patchbay/core';

type Cookies = { setCookie: string[] };

/** Passwords and sessions for the forms of one request. Refusals are `PatchbayError`s, as the callers' are. */
export type Identity = {
  signIn(input: SignIn): Promise<Cookies>;
  signUp(input: SignUp): Promise<Cookies>;
  signOut(): Promise<Cookies>;
  changePassword(input: { currentPassword: string; newPassword: string }): Promise<Cookies>;
  sessions(): Promise<SessionLine[]>;
  endSession(id: string): Promise<void>;
  /** Signing in to a tool; `query` is that of the page, which the provider signed. */
  signOn: {
    client(query: string): Promise<SignOnClient>;
    consentRequest(query: string): Promise<ConsentRequest>;
    answerConsent(answer: { query: string; accept: boolean }): Promise<{ url: string }>;
  };
};

export function identityFor(
  auth: Auth,
  session: Session | null,
  caller: { headers: Headers; address?: string | undefined },
): Identity {
  const current = (): Session => {
    if (session !== null) return session;
    throw new PatchbayError('unauthenticated', 'Sign in first.');
  };
  return {
    signIn: (input) => auth.signIn(input, caller),
    signUp: (input) => auth.signUp(input, caller),
    signOut: () => auth.signOut(caller),
    changePassword: (input) => auth.changePassword(input, caller),
    sessions: async () => auth.listSessions(current()),
    endSession: async (id) => auth.endSession(current(), id),
    signOn: {
      client: (query) => auth.signOn.client(query),
      consentRequest: async (query) => auth.signOn.consentRequest(current(), query),
      answerConsent: async (answer) => auth.signOn.answerConsent(current(), answer, caller),
    },
  };
}
