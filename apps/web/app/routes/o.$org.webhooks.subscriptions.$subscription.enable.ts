import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { subscriptionPage } from '../webhooks/pages.ts';

export const loader = ({ params }: LoaderFunctionArgs) => redirect(subscriptionPage(params));

/** Takes deliveries up again. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = args.params.subscription ?? '';
  const done = await tryAct(args.context, () => caller.subscriptions.enable({ subscriptionId }));
  const page = subscriptionPage(args.params);
  if (!done.ok) return redirectWithRefusal(page, done);
  const { name } = done.value;
  return redirectWithNotice(page, `“${name}” gets events again, and what waited.`);
}
