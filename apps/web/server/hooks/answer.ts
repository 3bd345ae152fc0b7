import type { ServerResponse } from 'node:http';
import type { HookAnswer } from '@patchbay/services';

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function answerHook(
  response: ServerResponse,
  { status, headers = {}, body = '' }: HookAnswer,
): void {
  if (response.headersSent || response.destroyed) return;
  const bytes = Buffer.from(body);
  const typed = bytes.byteLength > 0 ? { 'content-type': 'text/plain; charset=utf-8' } : {};
  const length = status === 204 ? {} : { 'content-length': String(bytes.byteLength) };
  response.writeHead(status, { ...always, ...typed, ...headers, ...length });
  response.end(bytes);
}

/** The same for an address that never was, one that is switched off, and one spelled badly. */
export const notFound: HookAnswer = { status: 404, body: 'There is nothing here.\n' };

export const methodNotAllowed: HookAnswer = {
  status: 405,
  headers: { allow: 'POST' },
  body: 'Webhooks are sent with POST.\n',
};

/** Never a 2xx for what is not stored: the sender has to come back. */
export const tryAgain = (seconds: number): HookAnswer => ({
  status: 503,
  headers: { 'retry-after': String(Math.max(1, Math.ceil(seconds))) },
  body: 'The event was not stored. Send it again.\n',
});

export const tooLarge = (headers: Readonly<Record<string, string>> = {}): HookAnswer =>
  unread({ status: 413, headers, body: 'The body is too large.\n' });

/** An answer before the end of the body, whose rest is not waited for. */
export const unread = (answer: HookAnswer): HookAnswer => ({
  ...answer,
  headers: { ...answer.headers, connection: 'close' },
});
