import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

const pageOf = ({ org }: LoaderFunctionArgs['params']) => `/o/${org}/webhooks/events`;

export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params));

/** Takes no further events; what is queued already still goes. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const replayId = args.params.replay ?? '';
  const done = await tryAct(args.context, () => caller.replays.cancel({ replayId }));
  if (!done.ok) return redirectWithRefusal(pageOf(args.params), done);
  const { taken, total } = done.value;
  return redirectWithNotice(pageOf(args.params), `Canceled after ${taken} of ${total} events.`);
}
