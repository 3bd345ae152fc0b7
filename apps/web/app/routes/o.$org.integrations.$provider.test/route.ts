import { httpStatus } from '@patchbay/core';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { textOf } from '../../forms/attempt.server.ts';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

const pageOf = ({ org, provider }: LoaderFunctionArgs['params']) =>
  integrationPath(org ?? '', provider ?? '');

/** Nobody reads this address, but a reload after a test without script ends here. */
export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params));

/** Checks now. A page that follows the stages names the test and gets the result; a plain form comes back to it. */
export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const testId = textOf(await args.request.formData(), 'testId');
  const provider = args.params.provider ?? '';
  const tested = await tryAct(args.context, () =>
    caller.integrations.test({ provider, ...(testId && { testId }) }),
  );
  if (testId) return tested.ok ? tested : data(tested, { status: httpStatus[tested.code] });
  const page = pageOf(args.params);
  if (!tested.ok) throw await redirectWithRefusal(page, tested);
  const { check, integration } = tested.value;
  const text = `${integration.label}: ${check.health === 'ok' ? 'the test passed' : check.message}`;
  throw await redirectWithNotice(page, { tone: check.health === 'error' ? 'bad' : 'ok', text });
}
