import { type ActionFunctionArgs, data, redirect } from '@remix-run/node';
import { changedPreferences } from '../session/preferences.server.ts';

export const loader = () => redirect('/');

/** Remembers theme and rail. Without script the browser is sent back to the page it was on. */
export async function action({ request }: ActionFunctionArgs) {
  const headers = { 'set-cookie': await changedPreferences(request, await request.formData()) };
  if (request.headers.get('sec-fetch-dest') !== 'document') return data(null, { headers });
  const referer = request.headers.get('referer');
  return redirect(referer === null ? '/' : new URL(referer).pathname, { headers });
}
