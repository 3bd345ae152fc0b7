import { createCookie } from '@remix-run/node';

const cookie = createCookie('patchbay_at', {
  path: '/',
  sameSite: 'lax',
  httpOnly: true,
  maxAge: 31_536_000,
});

/** Where this browser was last, for the pages that belong to no organization. Only a hint: access is checked anyway. */
export async function lastOrganization(request: Request): Promise<string | null> {
  const stored: unknown = await cookie.parse(request.headers.get('cookie'));
  return typeof stored === 'string' ? stored : null;
}

/** Headers that remember the organization; none when it is known already. */
export async function rememberOrganization(request: Request, slug: string): Promise<Headers> {
  const headers = new Headers();
  if ((await lastOrganization(request)) !== slug)
    headers.append('set-cookie', await cookie.serialize(slug));
  return headers;
}
