import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { textOf } from '../forms/attempt.server.ts';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

const pageOf = ({ org, alert }: LoaderFunctionArgs['params']) => `/o/${org}/alerts/${alert}`;

export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params));

/** Takes an alert on, or gives it back; the form says which. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const acknowledged = textOf(form, 'acknowledged') !== 'false';
  const alertId = args.params.alert ?? '';
  const done = await tryAct(args.context, () =>
    caller.alerts.acknowledge({ alertId, acknowledged }),
  );
  if (!done.ok) return redirectWithRefusal(pageOf(args.params), done);
  return redirectWithNotice(
    pageOf(args.params),
    acknowledged ? 'Acknowledged: no more reminders of it.' : 'Given back: reminders go on.',
  );
}
