import type { Clock } from '@patchbay/core';
import type { ApiClient } from '../http/api-client.ts';
import type { PlainApiClient } from '../http/create-api-client.ts';
import { OutboundError } from '../http/errors.ts';
import type { Auth, Session } from './provider.ts';

type Opened = Session & { openedAt: number };
type SignedApi = { api: ApiClient; signIn: () => Promise<void> };

/** Adds credentials to calls. Sessions are opened once, shared by parallel calls and renewed when due. */
export function createSession<Settings>(
  auth: Auth<Settings>,
  plain: PlainApiClient,
  settings: Settings,
  clock: Clock,
): SignedApi {
  if (auth.kind === 'none') return { api: plain, signIn: async () => {} };
  if (auth.kind === 'bearer') {
    const headers = { authorization: `Bearer ${auth.token(settings)}` };
    return { api: withHeaders(plain, async () => headers), signIn: async () => {} };
  }
  return createLoginSession(() => auth.login(plain, settings), plain, clock);
}

const withHeaders = (
  plain: ApiClient,
  headersOf: () => Promise<Record<string, string>>,
): ApiClient => ({
  json: async (path, schema, options) =>
    plain.json(path, schema, {
      ...options,
      headers: { ...options?.headers, ...(await headersOf()) },
    }),
});

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

  const json: ApiClient['json'] = async (path, schema, options) => {
    const wasOpen = current;
    const opened = await session();
    const signed = { ...options, headers: { ...options?.headers, ...opened.headers } };
    try {
      return await plain.json(path, schema, signed);
    } catch (error) {
      // An old session may have been ended from the other side; a fresh one that is refused stays refused.
      const isStale = error instanceof OutboundError && error.kind === 'auth' && wasOpen !== null;
      if (!isStale) throw error;
      const renewed = await (current === wasOpen || current === null ? open() : current);
      return plain.json(path, schema, {
        ...options,
        headers: { ...options?.headers, ...renewed.headers },
      });
    }
  };
  return { api: { json }, signIn: async () => void (await session()) };
}
