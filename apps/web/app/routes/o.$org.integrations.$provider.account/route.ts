import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { textOf } from '../../forms/attempt.server.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';

/** Only a form leads here; whoever reloads goes back to the integration. */
export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(integrationPath(params.org ?? '', params.provider ?? ''));

/** Answers for the account that came back: take it over, or keep the connected one. */
export async function action(args: ActionFunctionArgs) {
  const { caller, org, integration } = await openIntegration(args);
  const { provider, name } = integration;
  const form = await args.request.formData();
  const pendingId = textOf(form, 'pendingId');
  const takeOver = textOf(form, 'answer') === 'take_over';
  const page = integrationPath(org, provider);
  const answered = await tryAct(args.context, () =>
    takeOver
      ? caller.connections.confirmAccount({ provider, pendingId })
      : caller.connections.dropAccount({ provider, pendingId }),
  );
  if (!answered.ok) throw await redirectWithRefusal(page, answered);
  const account = answered.value.account?.name ?? name;
  return redirectWithNotice(
    page,
    takeOver
      ? `${name} is connected as ${account} now.`
      : `${name} stays connected as ${account}. The other grant is ended.`,
  );
}
