import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { textOf } from '../../forms/attempt.server.ts';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

const tabs = ['configuration', 'health', 'audit'] as const;

const pageOf = ({ org, provider }: LoaderFunctionArgs['params'], tab?: (typeof tabs)[number]) =>
  integrationPath(org ?? '', provider ?? '', tab);

export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params));

/** Pauses or resumes. The form says which, so that a page that is out of date cannot do the opposite. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const enabled = textOf(form, 'enabled') === 'true';
  const provider = args.params.provider ?? '';
  const tab = tabs.find((name) => name === textOf(form, 'tab'));
  const page = pageOf(args.params, tab);
  const changed = await tryAct(args.context, () =>
    caller.integrations.update({ provider, enabled }),
  );
  if (!changed.ok) return redirectWithRefusal(page, changed);
  const { label } = changed.value;
  return redirectWithNotice(
    page,
    enabled ? `${label} is on again; it is checked at the next round.` : `${label} is paused.`,
  );
}
