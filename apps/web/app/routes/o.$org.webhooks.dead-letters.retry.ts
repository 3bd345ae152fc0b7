import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { textOf } from '../forms/attempt.server.ts';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { plural } from '../webhooks/counts.ts';
import { deadLettersPage } from '../webhooks/pages.ts';

export const loader = ({ params }: LoaderFunctionArgs) => redirect(deadLettersPage(params));

/** Tries every dead letter again, of one program or of all. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = textOf(await args.request.formData(), 'subscription');
  const given = subscriptionId ? { subscriptionId } : {};
  const done = await tryAct(args.context, () => caller.deliveries.retryAll(given));
  if (!done.ok) return redirectWithRefusal(deadLettersPage(args.params), done);
  return redirectWithNotice(
    deadLettersPage(args.params),
    `${plural(done.value.count, 'event')} on the way again.`,
  );
}
