import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { subscriptionPage } from '../../webhooks/pages.ts';

export const loader = ({ params }: LoaderFunctionArgs) => redirect(subscriptionPage(params));

/** Posts a signed test event at once and says what the receiver answered. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = args.params.subscription ?? '';
  const done = await tryAct(args.context, () => caller.subscriptions.test({ subscriptionId }));
  const page = subscriptionPage(args.params);
  if (!done.ok) return redirectWithRefusal(page, done);
  const { ok, httpStatus, error, latencyMs } = done.value;
  if (ok)
    return redirectWithNotice(
      page,
      `The receiver took the test event with ${httpStatus} in ${Math.round(latencyMs)} ms.`,
    );
  const answer = httpStatus ? `It answered ${httpStatus}.` : '';
  const text = `The test event did not arrive. ${error ?? ''} ${answer}`.trim();
  return redirectWithNotice(page, { tone: 'bad', text });
}
