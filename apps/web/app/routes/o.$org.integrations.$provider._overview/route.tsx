import { HealthBar, Section } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { CheckCard } from '../../integrations/check-card.tsx';
import { useIntegrationPage } from '../../integrations/page.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { ChecksNote } from './checks-note.tsx';
import { NotConfigured } from './not-configured.tsx';
import { StatusFacts } from './status-facts.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  return orRefuse(args.context, caller.integrations.health({ provider, limit: 1 }));
}

export default function OverviewTab() {
  const health = useLoaderData<typeof loader>();
  const page = useIntegrationPage();
  const { integration, test } = page;
  return (
    <>
      {integration.status === 'not_configured' ? (
        <NotConfigured page={page} />
      ) : (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="flex min-w-0 flex-col gap-6">
            {integration.checkable && (
              <>
                <CheckCard test={test} latest={health.checks[0]} />
                <Section title="Last 24 hours">
                  <HealthBar labelled heartbeat={health.heartbeat} />
                </Section>
              </>
            )}
            <ChecksNote integration={integration} />
          </div>
          <StatusFacts page={page} health={health} />
        </div>
      )}
      <Outlet context={page} />
    </>
  );
}
