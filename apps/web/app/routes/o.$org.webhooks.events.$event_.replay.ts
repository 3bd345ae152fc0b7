import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { textOf } from '../forms/attempt.server.ts';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { plural } from '../webhooks/counts.ts';
import { readEventKey } from '../webhooks/event-key.ts';

const pageOf = ({ org, event }: LoaderFunctionArgs['params']) =>
  `/o/${org}/webhooks/events/${event}`;

export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params));

/** Sends one event once more, under the id that programs know it by. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = textOf(await args.request.formData(), 'subscriptionId');
  const eventId = readEventKey(args.params.event ?? '')?.id ?? '';
  const done = await tryAct(args.context, () =>
    caller.replays.event({ eventId, ...(subscriptionId && { subscriptionId }) }),
  );
  if (!done.ok) return redirectWithRefusal(pageOf(args.params), done);
  return redirectWithNotice(
    pageOf(args.params),
    `The event is on its way again: ${plural(done.value.queued, 'delivery', 'deliveries')}.`,
  );
}
