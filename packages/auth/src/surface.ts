import { nameText, PatchbayError } from '@patchbay/core';
import { z } from 'zod';

const badEmail = 'Give an e-mail address.';
const email = z.string().min(3, badEmail).max(254, badEmail);
const password = z.string().min(1, 'Give a password.').max(1000, 'At most 1000 characters.');

/**
 * All of the identity library that is reachable over HTTP, with the only fields that are passed on. The
 * organization endpoints above all are not: our verbs are the one way to change people, with their audit.
 */
export const surface = {
  '/get-session': { method: 'GET', body: z.object({}) },
  '/sign-in/email': {
    method: 'POST',
    body: z.object({ email, password, rememberMe: z.boolean().optional() }),
  },
  '/sign-up/email': {
    method: 'POST',
    body: z.object({
      email: z.email(badEmail).max(254, badEmail),
      password,
      name: nameText('Give your name.'),
      invitation: z.string().max(100).optional(),
    }),
  },
  '/sign-out': { method: 'POST', body: z.object({}) },
  '/change-password': {
    method: 'POST',
    // A changed password ends every other session, whatever the caller would like (ASVS 7.4.3).
    body: z
      .object({ currentPassword: password, newPassword: password })
      .transform((body) => ({ ...body, revokeOtherSessions: true })),
  },
  '/revoke-sessions': { method: 'POST', body: z.object({}) },
  '/revoke-other-sessions': { method: 'POST', body: z.object({}) },
} as const;

export type SurfacePath = keyof typeof surface;

export const isOnSurface = (path: string): path is SurfacePath => Object.hasOwn(surface, path);

const longestBody = 16_384;

/** The request's JSON object; `{}` for none. Refuses with `invalid_input` what is too long or no object. */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await boundedText(request);
  if (text === '') return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new PatchbayError('invalid_input', 'The body must be a JSON object.');
  }
}

/** The body as text. Refuses with `invalid_input` what is longer than any form of ours. */
export async function boundedText(request: Request): Promise<string> {
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of request.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestBody)
      throw new PatchbayError('invalid_input', 'The body is too long.');
  }
  return text;
}

/** Leaves session tokens to the HttpOnly cookie: scripts have no use for them. */
export async function withoutTokens(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.set('cache-control', 'no-store');
  const text = await response.text();
  const { status } = response;
  if (!headers.get('content-type')?.includes('json'))
    return new Response(text, { status, headers });
  const shown = JSON.stringify(JSON.parse(text), (name, value) =>
    name === 'token' ? undefined : value,
  );
  return new Response(shown, { status, headers });
}
