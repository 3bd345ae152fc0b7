import type { IncomingMessage, ServerResponse } from 'node:http';
import { isPatchbayError } from '@patchbay/core';
import type { HookAnswer, HookApp, Hooks, Source, WebhookRequest } from '@patchbay/services';
import { reportError } from '../report.ts';
import { answerHook, methodNotAllowed, notFound, tooLarge, tryAgain } from './answer.ts';
import { type HookPath, hooksPrefix, readHookPath } from './hook-path.ts';
import { readBody } from './read-body.ts';

export type HookDoorOptions = { hooks: Hooks; log(line: string): void; now(): number };

export type HookDoor = {
  /** Takes a request below `/hooks/`; false leaves it to others, untouched. */
  take(request: IncomingMessage, response: ServerResponse): boolean;
};

/** Our answer has to be there before the sender stops waiting. */
const marginMs = 500;
const retrySeconds = 5;
/** Once in so long, however many requests fail while the database is away. */
const sameTroubleEveryMs = 10_000;

type Target = { source: Source } | { app: HookApp };

/**
 * Where webhooks come in: `/hooks/<provider>/<endpoint>`, and `/hooks/<provider>` for the operator's app. It stands
 * before the web framework, reads the raw body, and answers 2xx for nothing that is not committed.
 */
export function createHookDoor({ hooks, log, now }: HookDoorOptions): HookDoor {
  let loggedAt = 0;

  async function targetOf({ provider, token }: HookPath): Promise<Target | null> {
    if (token === null) {
      const app = hooks.app(provider);
      return app && { app };
    }
    const source = await hooks.source(provider, token);
    return source && { source };
  }

  async function receive(
    request: IncomingMessage,
    path: HookPath,
    onTarget: (deadlineMs: number) => void,
  ): Promise<HookAnswer | null> {
    const target = await targetOf(path);
    if (!target) return notFound;
    const { webhooks } = 'source' in target ? target.source : target.app;
    onTarget(webhooks.deadlineMs);
    const body = await readBody(request, webhooks.maxBodyBytes);
    if (body === 'gone') return null;
    if (body === 'too_large') {
      if ('source' in target) hooks.refuse(target.source, 'too_large');
      return tooLarge(webhooks.refusalHeaders);
    }
    const arrived: WebhookRequest = {
      headers: request.headers,
      body,
      pathSecret: path.secret,
      at: now(),
    };
    return 'source' in target
      ? hooks.receive(target.source, arrived)
      : hooks.receiveApp(target.app, arrived);
  }

  async function handle(request: IncomingMessage, response: ServerResponse, path: HookPath) {
    const startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    try {
      const answer = await receive(request, path, (deadlineMs) => {
        const left = startedAt + deadlineMs - marginMs - performance.now();
        timer = setTimeout(() => answerHook(response, tryAgain(retrySeconds)), Math.max(0, left));
      });
      if (answer) answerHook(response, answer);
    } catch (error) {
      const wait = isPatchbayError(error) ? error.retryAfterSeconds : undefined;
      const isSilent = isPatchbayError(error) && error.code === 'unavailable';
      if (!isSilent && performance.now() - loggedAt > sameTroubleEveryMs) {
        loggedAt = performance.now();
        log(reportError(error, 'webhooks', path.provider));
      }
      answerHook(response, tryAgain(wait ?? retrySeconds));
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    take(request, response) {
      if (!request.url?.startsWith(hooksPrefix)) return false;
      if (request.method !== 'POST') {
        answerHook(response, methodNotAllowed);
        return true;
      }
      const path = readHookPath(request.url);
      if (path) void handle(request, response, path);
      else answerHook(response, notFound);
      return true;
    },
  };
}
