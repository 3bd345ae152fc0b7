import type { Clock } from '@patchbay/core';
import type { ApiClient, CallOptions } from '../http/api-client.ts';
import type { PlainApiClient } from '../http/create-api-client.ts';
import { OutboundError } from '../http/errors.ts';
import type { OutboundReply } from '../http/http.ts';
import type { Auth, Credential, Session } from './auth.ts';

type Opened = Session & { openedAt: number };
type Headers = Record<string, string>;
/** Any answer as it came, for callers that have their own view of its status. */
export type RawCall = (path: string, options?: CallOptions) => Promise<OutboundReply>;
export type SignedApi = {
  api: ApiClient;
  raw: RawCall;
  signIn: () => Promise<void>;
  headers: () => Promise<Headers>;
};
type Signing = {
  plain: PlainApiClient;
  clock: Clock;
  credential: Credential | null;
};

/** Adds credentials to calls. Sessions are opened once, shared by parallel calls and renewed when due. */
export function createSession<Settings>(
  auth: Auth<Settings>,
  settings: Settings,
  { plain, clock, credential }: Signing,
): SignedApi {
  if (auth.kind === 'login')
    return createLoginSession(() => auth.login(plain, settings), plain, clock);
  const headers = async () => headersOf(auth, settings, credential);
  return {
    ...signWith(plain, async (call) => call(await headers())),
    signIn: async () => void (await headers()),
    headers,
  };
}

function headersOf<Settings>(
  auth: Exclude<Auth<Settings>, { kind: 'login' }>,
  settings: Settings,
  credential: Credential | null,
): Headers {
  if (auth.kind === 'none') return {};
  if (auth.kind === 'token') {
    const signed = bearer(auth.token(settings), auth.scheme ?? 'Bearer', 'The token is missing.');
    return auth.header ? { [auth.header]: auth.token(settings) ?? '' } : signed;
  }
  if (auth.kind === 'oauth2')
    return bearer(credential?.accessToken, 'Bearer', 'This integration is not connected.');
  const [user, password] = [auth.user(settings), auth.password(settings)];
  if (!user || !password) throw new OutboundError('auth', 'The user name or password is missing.');
  return { authorization: `Basic ${base64(`${user}:${password}`)}` };
}

function bearer(token: string | undefined, scheme: string, problem: string): Headers {
  if (!token) throw new OutboundError('auth', problem);
  return { authorization: `${scheme} ${token}` };
}

export const base64 = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Runs one call with headers, and again with others if it must. */
type Sign = <T>(call: (headers: Headers) => Promise<T>) => Promise<T>;

function signWith(plain: PlainApiClient, sign: Sign): { api: ApiClient; raw: RawCall } {
  const withHeaders = (options: CallOptions | undefined, headers: Headers): CallOptions => ({
    ...options,
    headers: { ...options?.headers, ...headers },
  });
  return {
    api: {
      json: (path, schema, options) =>
        sign((headers) => plain.json(path, schema, withHeaders(options, headers))),
      send: (path, options) => sign((headers) => plain.send(path, withHeaders(options, headers))),
    },
    raw: (path, options) => sign((headers) => plain.raw(path, withHeaders(options, headers))),
  };
}

function createLoginSession(
  login: () => Promise<Session>,
  plain: PlainApiClient,
  clock: Clock,
): SignedApi {
  let current: Promise<Opened> | null = null;
  const now = () => clock.now().getTime();
  // A session is renewed a minute early, so that it does not end under a call.
  const isDue = ({ expiresInSeconds, openedAt }: Opened) =>
    expiresInSeconds !== undefined && now() >= openedAt + (expiresInSeconds - 60) * 1000;

  const open = (): Promise<Opened> => {
    plain.forget();
    const opening = login().then((session) => ({ ...session, openedAt: now() }));
    current = opening;
    opening.catch(() => {
      if (current === opening) current = null;
    });
    return opening;
  };
  const session = async (): Promise<Opened> => {
    const known = current;
    const opened = await (known ?? open());
    if (!isDue(opened)) return opened;
    return current === known || current === null ? open() : current;
  };

  const sign: Sign = async (call) => {
    const wasOpen = current;
    const opened = await session();
    try {
      return await call(opened.headers);
    } catch (error) {
      // An old session may have been ended from the other side; a fresh one that is refused stays refused.
      const isStale = error instanceof OutboundError && error.kind === 'auth' && wasOpen !== null;
      if (!isStale) throw error;
      const renewed = await (current === wasOpen || current === null ? open() : current);
      return call(renewed.headers);
    }
  };
  return {
    ...signWith(plain, sign),
    signIn: async () => void (await session()),
    headers: async () => ({ ...(await session()).headers, ...plain.cookies() }),
  };
}
