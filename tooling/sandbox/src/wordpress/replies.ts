import type { Context } from 'hono';
import type { FaultShape } from '../faults.ts';
import type { WordpressSite, WpUser } from './data.ts';

export type WpEnv = {
  Variables: { site: WordpressSite; user: WpUser | null; uuid: string | null };
};
export type WpContext = Context<WpEnv>;
export type Status = 400 | 401 | 403 | 404 | 429 | 500;

export const failure = (
  context: Context,
  status: Status,
  code: string,
  message: string,
  data: Record<string, unknown> | null = {},
): Response =>
  context.json({ code, message, data: data === null ? null : { status, ...data } }, status);

export const notLoggedIn = (context: Context) =>
  failure(context, 401, 'rest_not_logged_in', 'You are not currently logged in.');

export const forbidden = (context: Context) =>
  failure(context, 403, 'rest_forbidden', 'Sorry, you are not allowed to do that.');

/** Core has no limits: a host in front of it answers 429 in HTML. */
export const wordpressShape: FaultShape = (context, fault, retryAfter) => {
  if (fault === '401') return notLoggedIn(context);
  if (fault === '500')
    return failure(context, 500, 'internal_server_error', 'There has been a critical error.');
  if (fault !== '429') return forbidden(context);
  context.status(429);
  context.header('retry-after', String(retryAfter));
  return context.html('<!doctype html><title>429 Too Many Requests</title>') as Response;
};

/** `_fields=id,title` leaves everything else out. */
export function trimmed(context: Context, item: object): object {
  const fields = context.req
    .query('_fields')
    ?.split(',')
    .map((field) => field.split('.')[0]);
  if (!fields) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => fields.includes(name)));
}

export function paged(context: Context, items: object[]): Response {
  const size = Math.min(100, Math.max(1, Number(context.req.query('per_page') ?? 10) || 10));
  const page = Math.max(1, Number(context.req.query('page') ?? 1) || 1);
  const pages = Math.ceil(items.length / size);
  if (page > Math.max(1, pages))
    return failure(context, 400, 'rest_post_invalid_page_number', 'The page number is too large.');
  context.header('x-wp-total', String(items.length));
  context.header('x-wp-totalpages', String(pages));
  const shown = items.slice((page - 1) * size, page * size);
  return context.json(shown.map((item) => trimmed(context, item)));
}

/** WordPress takes JSON and forms alike. */
export async function bodyOf(context: Context): Promise<Record<string, unknown>> {
  const text = await context.req.text();
  if (!(context.req.header('content-type') ?? '').startsWith('application/json'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
