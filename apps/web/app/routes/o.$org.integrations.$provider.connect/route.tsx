import { httpStatus } from '@patchbay/core';
import type { FieldView } from '@patchbay/services/schemas';
import { ButtonLink, Card } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { ArrowRight } from 'lucide-react';
import { ConnectCard } from '../../connections/connect-card.tsx';
import { textOf } from '../../forms/attempt.server.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { useIntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { fieldName } from '../../integrations/settings.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export const meta: MetaFunction = () => [{ title: 'Connect · Patchbay' }];

/** The ways to connect, for whoever opens this address or comes back to it. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  return orRefuse(args.context, caller.connections.get({ provider }));
}

export async function action(args: ActionFunctionArgs) {
  const { caller, org, integration } = await openIntegration(args);
  const { provider } = integration;
  const form = await args.request.formData();
  const scopes = form.getAll('scopes').filter((scope) => typeof scope === 'string');
  const address = addressOf(form, integration.fields);
  const begun = await tryAct(args.context, async () => {
    if (address) await caller.integrations.update({ provider, settings: address });
    return caller.connections.authorize({ provider, ...(scopes.length > 0 && { scopes }) });
  });
  if (!begun.ok && address && form.has('script'))
    return data({ refused: begun }, { status: httpStatus[begun.code] });
  if (!begun.ok) throw await redirectWithRefusal(integrationPath(org, provider), begun);
  return { url: begun.value.url };
}

/** Where the provider's own page is, for those that everybody runs themselves. */
function addressOf(form: FormData, fields: readonly FieldView[]) {
  const given = fields
    .filter(({ key, destination }) => destination && form.has(fieldName(key)))
    .map(({ key }) => [key, textOf(form, fieldName(key))]);
  return given.length > 0 ? Object.fromEntries(given) : null;
}

/** With an answer it is seen without script only: the policy of our pages lets no form lead elsewhere, but a link. */
export default function ConnectPage() {
  const connection = useLoaderData<typeof loader>();
  const begun = useActionData<typeof action>();
  const page = useIntegrationPage();
  const { org, integration } = page;
  const { name, provider } = integration;
  if (begun === undefined || !('url' in begun))
    return <ConnectCard page={page} connection={connection} />;
  return (
    <Card className="flex flex-col items-start gap-4 px-5 py-6 sm:px-8 sm:py-8">
      <div className="flex flex-col gap-1.5">
        <h2 className="text-lg font-semibold">Continue in {name}</h2>
        <p className="max-w-prose text-muted">
          {name} asks you there what Patchbay may do, and sends you back. You have ten minutes.
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <ButtonLink variant="primary" href={begun.url} icon={<ArrowRight aria-hidden />}>
          Continue to {name}
        </ButtonLink>
        <ButtonLink variant="quiet" href={integrationPath(org, provider)}>
          Cancel
        </ButtonLink>
      </div>
    </Card>
  );
}
