import type { Auth } from '@patchbay/auth';
import { refusalOf } from '@patchbay/trpc';
import type { Api } from './api.ts';
import type { PageRequest, RequestFacts } from './app.ts';
import type { SignupMode } from './context.ts';
import { identityFor } from './identity.ts';
import type { SandboxSettings } from './sandbox-settings.ts';

export type PageDependencies = {
  auth: Auth;
  api: Api;
  publicUrl: string;
  signup: SignupMode;
  sandboxSettings: SandboxSettings;
};

/** Makes what the loaders and actions of one page share. */
export const pageContexts =
  ({ auth, api, publicUrl, signup, sandboxSettings }: PageDependencies) =>
  async ({ request, address, requestId, nonce }: RequestFacts): Promise<PageRequest> => {
    const session = await auth.sessionOf(request.headers);
    const user = session?.user ?? null;
    const context = {
      nonce,
      requestId,
      publicUrl,
      signup,
      sandboxSettings,
      session: { user },
      caller: api.callersFor(session, requestId, request.signal),
      refusal: (error: unknown) => refusalOf(error, requestId),
      identity: identityFor(auth, session, {
        caller: { headers: request.headers, address },
        erase: (person) => api.erase(person, requestId),
      }),
    };
    return { context, setCookie: session?.setCookie ?? [] };
  };
