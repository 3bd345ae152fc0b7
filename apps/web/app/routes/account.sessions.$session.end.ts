import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

export const loader = () => redirect('/account');

export async function action({ context, request, params }: ActionFunctionArgs) {
  requirePerson(context, request);
  await orRefuse(context, context.identity.endSession(params.session ?? ''));
  return redirectWithNotice('/account', 'The session was ended.');
}
