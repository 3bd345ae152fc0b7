import type { LoaderFunctionArgs } from '@remix-run/node';
import { cookieHeaders } from '../session/cookies.server.ts';
import { secretOf, textOf } from './attempt.server.ts';

type Context = LoaderFunctionArgs['context'];

/** Creates the account of a sign-up form; the headers sign it in. */
export async function signUp({ identity }: Context, form: FormData, invitation?: string) {
  const entered = await identity.signUp({
    name: textOf(form, 'name'),
    email: textOf(form, 'email'),
    password: secretOf(form, 'password'),
    ...(invitation === undefined ? {} : { invitation }),
  });
  return cookieHeaders(entered);
}
