import { isPatchbayError, PatchbayError } from '@patchbay/core';
import { z } from 'zod';
import { addressBlock, clientAddress } from './client-address.ts';
import { type IdentityDatabase, openIdentityDatabase } from './database.ts';
import { type Caller, enter, type Identity } from './entry.ts';
import { createLibrary } from './library.ts';
import { confirmPassword, createUser, type NewPerson, setOperator, setPassword } from './people.ts';
import { refusalOf, refusalResponse } from './refusal.ts';
import { endSession, listSessions, type Session, sessionOf } from './sessions.ts';
import { type AuthSettings, basePath } from './settings.ts';
import { answerConsent, clientOf, consentRequest } from './sign-on/consent.ts';
import { answerSignOn } from './sign-on/endpoints.ts';
import { isOnSurface, readBody, type SurfacePath, surface, withoutTokens } from './surface.ts';

export type SignIn = { email: string; password: string; rememberMe?: boolean };
export type SignUp = { email: string; password: string; name: string; invitation?: string };

/** A person who just came in; the browser gets `setCookie` with the answer to its form. */
export type Entered = { user: { id: string; name: string; email: string }; setCookie: string[] };

const EnteredBody = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
});

export type Auth = ReturnType<typeof createAuth>;

/** People, passwords and sessions on the database at `settings.url`. Nothing connects before the first use. */
export function createAuth(settings: AuthSettings) {
  const db = openIdentityDatabase(settings.url, settings.poolSize);
  const library = createLibrary(settings, db);
  const identity: Identity = { settings, db, library };

  return {
    /** Answers `/api/auth/*`. `address` is the socket's; the caller never has to read a header for it. */
    handler: (request: Request, address?: string) => answer(identity, request, address),

    /**
     * Signs in for a form of ours whose origin was checked. Refuses with `unauthenticated` without saying
     * which half was wrong, or with `rate_limited`.
     */
    signIn: (input: SignIn, caller: Caller): Promise<Entered> =>
      entered(identity, '/sign-in/email', input, caller),

    /** Refuses with `invalid_input` by field, `conflict` (address taken), `forbidden` (`SIGNUP`), `rate_limited`. */
    signUp: (input: SignUp, caller: Caller): Promise<Entered> =>
      entered(identity, '/sign-up/email', input, caller),

    /** Ends the session; answers the cookies that forget it. */
    signOut: async (caller: Caller): Promise<{ setCookie: string[] }> => {
      const response = await submit(identity, '/sign-out', {}, caller);
      return { setCookie: response.headers.getSetCookie() };
    },

    /** Needs the current password; every other session ends. */
    changePassword: async (
      input: { currentPassword: string; newPassword: string },
      caller: Caller,
    ): Promise<{ setCookie: string[] }> => {
      const response = await submit(identity, '/change-password', input, caller);
      return { setCookie: response.headers.getSetCookie() };
    },

    /** Whether whoever is signed in knows their password. Refuses with `invalid_input` at `password`, `rate_limited`. */
    confirmPassword: (session: Session, password: string, caller: Caller): Promise<void> => {
      const { trustedProxyHeader } = settings;
      const address = clientAddress(caller.headers, caller.address, trustedProxyHeader);
      return confirmPassword(
        identity,
        { userId: session.user.id, password },
        addressBlock(address),
      );
    },

    /** The OpenID provider: answers the requests to `signOnPaths`, and what its pages need. */
    signOn: {
      handler: (request: Request, address?: string) => answerSignOn(identity, request, address),
      client: (query: string) => clientOf(identity, query),
      consentRequest: (session: Session, query: string) => consentRequest(identity, session, query),
      answerConsent: (
        session: Session,
        answer: { query: string; accept: boolean },
        caller: Caller,
      ) => answerConsent(identity, session, answer, caller),
    },

    /** The session of a request, or null when it has none, it expired or was ended. */
    sessionOf: (headers: Headers) => sessionOf(library, db, headers),
    listSessions: (current: Session) => listSessions(db, current),
    endSession: (current: Session, id: string) => endSession(db, current.user.id, id),

    createUser: (person: NewPerson) => createUser(library, person),
    setPassword: (input: { email: string; password: string }) => setPassword(library, db, input),
    setOperator: (input: { email: string; operator: boolean }) => setOperator(db, input),

    close: () => closeWithin(db, 2_000),
  };
}

/** The pool waits for ever on a connection that was still being made when it was told to end. */
async function closeWithin(db: IdentityDatabase, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([db.destroy(), promise]);
  clearTimeout(timer);
}

async function answer(
  identity: Identity,
  request: Request,
  address: string | undefined,
): Promise<Response> {
  try {
    const path = pathOf(request);
    const body = request.method === 'GET' ? {} : await readBody(request);
    const response = await enter(identity, path, body, { headers: request.headers, address });
    if (!response.ok) return refusalResponse(await refusalOf(response));
    return await withoutTokens(response);
  } catch (error) {
    if (isPatchbayError(error)) return refusalResponse(error);
    identity.settings.log?.('error', 'An identity request failed.');
    return refusalResponse(new PatchbayError('internal', 'That did not work.'));
  }
}

function pathOf(request: Request): SurfacePath {
  const { pathname } = new URL(request.url);
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '';
  if (!isOnSurface(path) || surface[path].method !== request.method)
    throw new PatchbayError('not_found', 'There is nothing here.');
  return path;
}

/** A form of ours: its page checked where the submission came from, so it speaks with our own origin. */
async function submit(
  identity: Identity,
  path: SurfacePath,
  body: object,
  caller: Caller,
): Promise<Response> {
  const headers = new Headers(caller.headers);
  for (const name of ['referer', 'sec-fetch-site', 'sec-fetch-mode']) headers.delete(name);
  headers.set('origin', new URL(identity.settings.publicUrl).origin);
  const response = await enter(identity, path, body, { ...caller, headers });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

async function entered(
  identity: Identity,
  path: SurfacePath,
  body: object,
  caller: Caller,
): Promise<Entered> {
  const response = await submit(identity, path, body, caller);
  const { user } = EnteredBody.parse(await response.json());
  return { user, setCookie: response.headers.getSetCookie() };
}
