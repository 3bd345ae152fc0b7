import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { textOf } from '../forms/attempt.server.ts';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

const pageOf = ({ org, source }: LoaderFunctionArgs['params']) =>
  `/o/${org}/webhooks/sources/${source}`;

export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params));

/** Pauses or resumes a source; the form says which. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const enabled = textOf(await args.request.formData(), 'enabled') === 'true';
  const id = args.params.source ?? '';
  const done = await tryAct(args.context, () => caller.sources.update({ id, enabled }));
  if (!done.ok) return redirectWithRefusal(pageOf(args.params), done);
  const { name } = done.value;
  return redirectWithNotice(
    pageOf(args.params),
    enabled
      ? `“${name}” takes requests again.`
      : `“${name}” is paused: requests are refused, and senders may try again later.`,
  );
}
