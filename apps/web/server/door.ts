import type { Auth, Session, SessionUser } from '@patchbay/auth';
import { PatchbayError } from '@patchbay/core';
import { type Person, type Runtime, resolveApiKey, resolveOrganization } from '@patchbay/services';
import type { Door } from '@patchbay/trpc';
import { z } from 'zod';

/**
 * The organization a person speaks of: the header, or for an event stream, on which browsers set no headers, the
 * connection parameter of that name. Only a claim; membership decides.
 */
export function namedOrganization(request: Request): string | null {
  const named = request.headers.get('x-patchbay-organization');
  if (named !== null || request.method !== 'GET') return named;
  const text = new URL(request.url).searchParams.get('connectionParams');
  const parsed = text === null ? null : ConnectionParams.safeParse(text);
  return parsed?.data?.organization ?? null;
}

const ConnectionParams = z
  .string()
  .transform((text, issues) => {
    try {
      return JSON.parse(text);
    } catch {
      issues.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ organization: z.string() }));

/** A door that also carries the cookies of a session that was prolonged on the way. */
export type WebDoor = Door & { setCookie(): readonly string[] };

/**
 * Tells who a request is from. A key in a header always decides alone, right or wrong: the cookie beside it is not
 * looked at, so that a made-up key cannot carry a browser's session past the Origin check.
 */
export function openDoor(runtime: Runtime, auth: Auth, headers: Headers): WebDoor {
  let cookies: string[] = [];
  return {
    setCookie: () => cookies,
    async identify() {
      const key = presentedKey(headers);
      if (key !== null) {
        return { kind: 'key', principal: await resolveApiKey(runtime.orm, runtime.clock, key) };
      }
      const session = await auth.sessionOf(headers);
      if (session === null) return null;
      cookies = session.setCookie;
      return { kind: 'person', person: personOf(session.user), sessionId: session.id };
    },
    enter: (person, slug) => resolveOrganization(runtime.orm, person, slug),
  };
}

export type PageSession = Pick<Session, 'id' | 'user'>;

/** The door of a page, whose session is known already; pages take no keys. */
export const openPageDoor = (runtime: Runtime, session: PageSession | null): Door => ({
  identify: async () =>
    session && { kind: 'person', person: personOf(session.user), sessionId: session.id },
  enter: (person, slug) => resolveOrganization(runtime.orm, person, slug),
});

const personOf = (user: SessionUser): Person => ({ type: 'user', ...user });

/** The key of `Authorization: Bearer …` or `x-api-key`; other schemes belong to a proxy in front. */
function presentedKey(headers: Headers): string | null {
  const bearer = /^bearer\s+(.*)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim();
  const key = headers.get('x-api-key')?.trim();
  if (bearer !== undefined && key !== undefined && bearer !== key) {
    throw new PatchbayError('unauthenticated', 'Send one API key, in one header.');
  }
  return bearer ?? key ?? null;
}
