import type { IncomingMessage, ServerResponse } from 'node:http';
import { isPatchbayError } from '@patchbay/core';
import type { HookAnswer, HookApp, Hooks, Source, WebhookRequest } from '@patchbay/services';
import { reportError } from '../report.ts';
import { answerHook, methodNotAllowed, notFound, tooLarge, tryAgain, unread } from './answer.ts';
import { type HookPath, hooksPrefix, readHookPath } from './hook-path.ts';
import { readBody } from './read-body.ts';
import { createRoom, type Place } from './room.ts';

export type HookDoorOptions = {
  hooks: Hooks;
  log(line: string): void;
  now(): number;
  /** Bytes of bodies held at once; 256 MiB unless told. */
  mostHeldBytes?: number;
};

export type HookDoor = {
  /** Takes a request below `/hooks/`; false leaves it to others, untouched. */
  take(request: IncomingMessage, response: ServerResponse): boolean;
};

/** Our answer has to be there before the sender stops waiting. */
const marginMs = 500;
/** Of a sender that is not known yet: the shortest of all. */
const unknownDeadlineMs = 3_000;
const retrySeconds = 5;
/** Once in so long, however many requests fail while the database is away. */
const sameTroubleEveryMs = 10_000;

type Target = { source: Source } | { app: HookApp };

/**
 * Where webhooks come in: `/hooks/<provider>/<endpoint>`, and `/hooks/<provider>` for the operator's app. It stands
 * before the web framework, reads the raw body, and answers 2xx for nothing that is not committed.
 */
export function createHookDoor({
  hooks,
  log,
  now,
  mostHeldBytes = 268_435_456,
}: HookDoorOptions): HookDoor {
  const room = createRoom(mostHeldBytes);
  let loggedAt = Number.NEGATIVE_INFINITY;

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
    deadline: Deadline,
    place: Place,
  ): Promise<HookAnswer | null> {
    const target = await targetOf(path);
    if (!target) return notFound;
    const { webhooks } = 'source' in target ? target.source : target.app;
    deadline.set(webhooks.deadlineMs);
    const body = await readBody(request, webhooks.maxBodyBytes, place);
    if (body === 'gone') return null;
    if (body === 'busy') return unread(tryAgain(retrySeconds));
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

  function answerTrouble(error: unknown, path: HookPath): HookAnswer {
    const isExpected = isPatchbayError(error) && error.code === 'unavailable';
    if (!isExpected && performance.now() - loggedAt > sameTroubleEveryMs) {
      loggedAt = performance.now();
      log(reportError(error, 'webhooks', path.provider));
    }
    const wait = isPatchbayError(error) ? error.retryAfterSeconds : undefined;
    return tryAgain(wait ?? retrySeconds);
  }

  async function handle(request: IncomingMessage, response: ServerResponse, path: HookPath) {
    const deadline = openDeadline(() => giveUp(request, response));
    const place = room.enter();
    try {
      const answer = await receive(request, path, deadline, place);
      if (answer) answerHook(response, answer);
    } catch (error) {
      answerHook(response, answerTrouble(error, path));
    } finally {
      deadline.clear();
      place.leave();
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

/** A sender whose body takes too long is not listened to any further. */
function giveUp(request: IncomingMessage, response: ServerResponse): void {
  const answer = tryAgain(retrySeconds);
  if (request.complete) {
    answerHook(response, answer);
    return;
  }
  response.once('finish', () => request.destroy());
  answerHook(response, unread(answer));
}

type Deadline = { set(ms: number): void; clear(): void };

function openDeadline(onOver: () => void): Deadline {
  const startedAt = performance.now();
  const inTime = (ms: number) =>
    setTimeout(onOver, Math.max(0, startedAt + ms - marginMs - performance.now()));
  let timer = inTime(unknownDeadlineMs);
  return {
    set(ms) {
      if (ms === unknownDeadlineMs) return;
      clearTimeout(timer);
      timer = inTime(ms);
    },
    clear: () => clearTimeout(timer),
  };
}
