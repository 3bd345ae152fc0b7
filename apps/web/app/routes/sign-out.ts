import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { cookieHeaders } from '../session/cookies.server.ts';

export const loader = () => redirect('/');

export async function action({ context }: ActionFunctionArgs) {
  return redirect('/sign-in', { headers: cookieHeaders(await context.identity.signOut()) });
}
