import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { deadLettersPage } from '../webhooks/pages.ts';

export const loader = ({ params }: LoaderFunctionArgs) => redirect(deadLettersPage(params));

/** Tries one delivery again now. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const deliveryId = args.params.delivery ?? '';
  const done = await tryAct(args.context, () => caller.deliveries.retry({ deliveryId }));
  if (!done.ok) return redirectWithRefusal(deadLettersPage(args.params), done);
  return redirectWithNotice(deadLettersPage(args.params), 'The event is on its way again.');
}
