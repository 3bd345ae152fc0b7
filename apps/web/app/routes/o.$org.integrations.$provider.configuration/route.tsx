import { httpStatus } from '@patchbay/core';
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { textOf } from '../../forms/attempt.server.ts';
import { useAnswer } from '../../forms/use-answer.ts';
import { accessOf, openIntegration } from '../../integrations/access.server.ts';
import { tryAct } from '../../integrations/act.server.ts';
import { useIntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { keptInput, readSettings } from '../../integrations/settings.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { afterSaving } from './after-saving.ts';
import { DemoPanel } from './demo-panel.tsx';
import { ReadOnlySettings } from './read-only-settings.tsx';
import type { SaveReply } from './save-reply.ts';
import { SettingsForm } from './settings-form.tsx';
import { SetupHelp } from './setup-help.tsx';

export const meta: MetaFunction = () => [{ title: 'Configuration · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { organization } = await requireOrganization(args);
  const offered = args.context.sandboxSettings[args.params.provider ?? ''];
  const demo = offered && accessOf(organization.role).canEdit ? offered : null;
  return { demo, filled: new URL(args.request.url).searchParams.has('demo') };
}

/** Saves the whole form; with `after=test` it tests what it saved, which is what the person asked for. */
export async function action(args: ActionFunctionArgs) {
  const { caller, org, integration } = await openIntegration(args);
  const { provider, fields, status, label } = integration;
  const form = await args.request.formData();
  const wanted = {
    provider,
    settings: readSettings(form, fields),
    expectedRevision: Number(textOf(form, 'revision')),
  };
  const saved = await tryAct(args.context, () =>
    status === 'not_configured'
      ? caller.integrations.configure(wanted)
      : caller.integrations.reconfigure(wanted),
  );
  if (!saved.ok) {
    const { revision, updatedBy, updatedAt } = integration;
    const current = { revision, by: updatedBy?.name ?? null, at: updatedAt };
    const reply: SaveReply = { ...saved, ...keptInput(form, fields), current };
    return data(reply, { status: httpStatus[saved.code] });
  }
  if (textOf(form, 'after') !== 'test') {
    return redirectWithNotice(
      integrationPath(org, provider, 'configuration'),
      `The settings of ${label} are saved.`,
    );
  }
  const testId = textOf(form, 'testId');
  const tested = await tryAct(args.context, () =>
    caller.integrations.test({ provider, ...(testId && { testId }) }),
  );
  return redirectWithNotice(integrationPath(org, provider), afterSaving(label, tested));
}

export default function ConfigurationTab() {
  const answered = useAnswer<typeof action>();
  const page = useIntegrationPage();
  const { integration, access } = page;
  const { demo, filled } = useLoaderData<typeof loader>();
  const offered = integration.state === 'active' || integration.account !== null ? null : demo;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
      {access.canEdit ? (
        <div className="flex min-w-0 flex-col gap-6">
          {offered && <DemoPanel name={integration.name} values={offered} filled={filled} />}
          <SettingsForm page={page} answered={answered} demo={(filled && offered) || undefined} />
        </div>
      ) : (
        <ReadOnlySettings page={page} />
      )}
      <SetupHelp integration={integration} played={integration.sandbox !== null && !offered} />
    </div>
  );
}
