import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

const pageOf = ({ org }: LoaderFunctionArgs['params']) => `/o/${org}/alerts/channels`;

export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params));

/** Queues a test message; the row shows what becomes of it as it happens. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const channelId = args.params.channel ?? '';
  const sent = await tryAct(args.context, () => caller.alerts.testChannel({ channelId }));
  if (!sent.ok) return redirectWithRefusal(pageOf(args.params), sent);
  return redirectWithNotice(
    pageOf(args.params),
    `A test is on its way to “${sent.value.channelName}”; its row shows what becomes of it.`,
  );
}
