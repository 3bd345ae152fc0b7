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
  /** Deletes whoever is signed in, with their accounts everywhere; takes their password once more. */
  deleteAccount(input: { password: string }): Promise<Cookies>;
  /** Signing in to a tool; `query` is that of the page, which the provider signed. */
  signOn: {
    client(query: string): Promise<SignOnClient>;
    consentRequest(query: string): Promise<ConsentRequest>;
    answerConsent(answer: { query: string; accept: boolean }): Promise<{ url: string }>;
  };
};

type Asking = {
  caller: { headers: Headers; address?: string | undefined };
  /** Deletes a person past any question; the password is asked for here. */
  erase(user: Session['user']): Promise<unknown>;
};

export function identityFor(
  auth: Auth,
  session: Session | null,
  { caller, erase }: Asking,
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
    deleteAccount: async ({ password }) => {
      await auth.confirmPassword(current(), password, caller);
      await erase(current().user);
      return auth.signOut(caller);
    },
    signOn: {
      client: (query) => auth.signOn.client(query),
      consentRequest: async (query) => auth.signOn.consentRequest(current(), query),
      answerConsent: async (answer) => auth.signOn.answerConsent(current(), answer, caller),
    },
  };
}
