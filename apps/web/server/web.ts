import type { RequestListener } from 'node:http';
import { createAuth } from '@patchbay/auth';
import { isMigrated } from '@patchbay/db';
import { openCalls, openHooks, signOnClaims } from '@patchbay/services';
import { createApi } from './api.ts';
import { createApp } from './app.ts';
import type { Environment } from './environment.ts';
import { createHookDoor } from './hooks/hooks.ts';
import { hostGate } from './host-gate.ts';
import { close, listen } from './listen.ts';
import { openLiveEvents } from './live.ts';
import { pageContexts } from './page-context.ts';
import { builtPages, livePages } from './pages.ts';
import { createProxy } from './proxy/proxy.ts';
import { reportError } from './report.ts';
import { createRuntime } from './runtime.ts';
import { ownOrigins } from './same-origin.ts';
import { signOnEndpoints } from './sign-on.ts';

export type WebOptions = { dev: boolean; log: (line: string) => void };

/** Opens everything the web process holds and starts to listen; `stop` gives it all back. */
export async function startWeb(env: Environment, { dev, log }: WebOptions) {
  const { DATABASE_URL: url, PUBLIC_URL: publicUrl, SIGNUP: signup } = env;
  const pages = dev ? await livePages() : await builtPages();
  const runtime = await createRuntime(env);
  const auth = createAuth({
    url,
    publicUrl,
    signup,
    secret: env.AUTH_SECRET,
    trustedOrigins: [...ownOrigins(publicUrl)],
    signOn: { claims: (who) => signOnClaims(runtime, who) },
    log: (level, message) => log(`auth ${level}: ${message}`),
    ...(env.TRUSTED_PROXY_HEADER ? { trustedProxyHeader: env.TRUSTED_PROXY_HEADER } : {}),
  });
  const calls = openCalls(runtime, {
    usageLogging: env.INTEGRATIONS_USAGE_LOGGING_ENABLED,
    onError: (error) => log(reportError(error, 'calls', 'beside a call')),
  });
  const hooks = openHooks(runtime, {
    appSecrets: env.webhookSecrets,
    onError: (error) => log(reportError(error, 'webhooks', 'beside a request')),
  });
  const door = createHookDoor({ hooks, log, now: () => runtime.clock.now().getTime() });
  const gate = hostGate({
    publicUrl,
    webhooksUrl: env.WEBHOOKS_PUBLIC_URL,
    callbackUrl: env.CALLBACK_PUBLIC_URL,
  });
  const proxy = createProxy({ runtime, log });
  const live = openLiveEvents({ url, log, watch: [calls, hooks] });
  const api = createApi({ runtime, auth, live, log, trustedProxyHeader: env.TRUSTED_PROXY_HEADER });
  const app = createApp({
    ...pages,
    publicUrl,
    open: signOnEndpoints(auth),
    api: api.mount,
    context: pageContexts({
      auth,
      api,
      publicUrl,
      signup,
      sandboxSettings: env.SANDBOX_SETTINGS,
    }),
    ready: readiness(url, () => runtime.orm.em.fork().getConnection().execute('select 1')),
  });
  const closeParts = async () => {
    proxy.close();
    // What waits to be put on record still needs the database.
    await hooks.close();
    await calls.close();
    await Promise.all([auth.close(), runtime.close(), pages.close()]);
  };
  try {
    const rest = pages.listener(app);
    const listener: RequestListener = (request, response) =>
      gate(request, response) || door.take(request, response) || proxy.take(request, response)
        ? undefined
        : rest(request, response);
    const server = await listen(listener, env.PORT, env.HOST);
    return {
      stop: async () => {
        // Together, since an open stream would keep its connection for the whole grace.
        await Promise.all([close(server), live.close()]);
        await closeParts();
      },
    };
  } catch (error) {
    await Promise.all([live.close(), closeParts()]);
    throw error;
  }
}

/** Once migrated stays migrated; whether the database answers is asked each time. */
function readiness(url: string, ping: () => Promise<unknown>): () => Promise<boolean> {
  let migrated = false;
  return async () => {
    migrated ||= await isMigrated(url);
    await ping();
    return migrated;
  };
}
