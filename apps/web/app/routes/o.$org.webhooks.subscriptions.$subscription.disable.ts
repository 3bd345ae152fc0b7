import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { subscriptionPage } from '../webhooks/pages.ts';

export const loader = ({ params }: LoaderFunctionArgs) => redirect(subscriptionPage(params));

/** Stops deliveries; what waits stays. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = args.params.subscription ?? '';
  const done = await tryAct(args.context, () => caller.subscriptions.disable({ subscriptionId }));
  const page = subscriptionPage(args.params);
  if (!done.ok) return redirectWithRefusal(page, done);
  const { name } = done.value;
  return redirectWithNotice(page, `“${name}” is disabled; what waits stays in the queue.`);
}
