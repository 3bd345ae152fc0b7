import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerHook, notFound } from './hooks/answer.ts';

export type HostGateOptions = {
  publicUrl: string;
  /** `WEBHOOKS_PUBLIC_URL`. */
  webhooksUrl?: string | undefined;
  /** `CALLBACK_PUBLIC_URL`. */
  callbackUrl?: string | undefined;
};

const health = /^\/(healthz|readyz)(\?|$)/;
const hooks = /^\/hooks\//;
const callback = /^\/oauth\/[\w-]+\/callback(\?|$)/;

/**
 * Keeps a host that only providers are told apart from the dashboard: it serves webhooks, or sends callbacks on to
 * where the person's session is, and nothing else. Takes what it answers itself; false leaves the request to others.
 */
export function hostGate({ publicUrl, webhooksUrl, callbackUrl }: HostGateOptions) {
  const own = hostOf(publicUrl);
  const forHooks = webhooksUrl ? hostOf(webhooksUrl) : own;
  const forCallbacks = callbackUrl ? hostOf(callbackUrl) : own;
  if (forHooks === own && forCallbacks === own) return () => false;
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const host = request.headers.host?.toLowerCase() ?? '';
    if (host === own || (host !== forHooks && host !== forCallbacks)) return false;
    const target = request.url ?? '/';
    if (health.test(target)) return false;
    if (host === forHooks && hooks.test(target)) return false;
    if (host === forCallbacks && callback.test(target) && request.method === 'GET') {
      answerHook(response, {
        status: 303,
        headers: { location: publicUrl + target, 'referrer-policy': 'no-referrer' },
      });
    } else answerHook(response, notFound);
    return true;
  };
}

const hostOf = (url: string): string => new URL(url).host.toLowerCase();
