import { type AppLoadContext, redirect } from '@remix-run/node';
import { orRefuse } from './refuse.server.ts';

type Context = AppLoadContext;

/** The signed-in person; anybody else is sent to sign in and comes back here afterwards. */
export function requirePerson({ session }: Context, request: Request) {
  if (session.user !== null) return session.user;
  const { pathname, search } = new URL(request.url);
  const back = request.method === 'GET' ? `?next=${encodeURIComponent(pathname + search)}` : '';
  throw redirect(`/sign-in${back}`);
}

type Arguments = {
  context: Context;
  request: Request;
  params: Readonly<Record<string, string | undefined>>;
};

/**
 * The first line of every loader and action under `/o/:org`: the person, a caller bound to the
 * organization, and the organization with the person's role in it. Throws a redirect to sign-in, or the
 * 404 page for an organization that does not exist or is not theirs.
 */
export async function requireOrganization({ context, request, params }: Arguments) {
  const person = requirePerson(context, request);
  const caller = context.caller(params.org ?? '');
  const organization = await orRefuse(context, currentOf(context, params.org ?? ''));
  // A person always has a role there; only a key has none.
  return { person, caller, organization: { ...organization, role: organization.role ?? 'member' } };
}

type Current = ReturnType<ReturnType<Context['caller']>['organizations']['current']>;
const asked = new WeakMap<Context, Map<string, Current>>();

/** Loaders of one page run side by side; they share the one question. */
function currentOf(context: Context, slug: string): Current {
  const bySlug = asked.get(context) ?? new Map<string, Current>();
  asked.set(context, bySlug);
  const known = bySlug.get(slug) ?? context.caller(slug).organizations.current();
  bySlug.set(slug, known);
  return known;
}
