import { HealthBar, Section } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { ConnectCard } from '../../connections/connect-card.tsx';
import { ConnectionPanel } from '../../connections/connection-panel.tsx';
import { OutcomeBanner } from '../../connections/outcome-banner.tsx';
import { isConnectable } from '../../connections/words.ts';
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
  const [health, connection] = await orRefuse(
    args.context,
    Promise.all([
      caller.integrations.health({ provider, limit: 1 }),
      caller.connections.get({ provider }),
    ]),
  );
  return { health, connection };
}

export default function OverviewTab() {
  const { health, connection } = useLoaderData<typeof loader>();
  const page = useIntegrationPage();
  const { integration, test } = page;
  const connectable = isConnectable(connection);
  const unconnected = connectable && connection.state === 'none';
  return (
    <>
      {connectable && <OutcomeBanner page={page} connection={connection} />}
      {unconnected && <ConnectCard page={page} connection={connection} />}
      {integration.status === 'not_configured' ? (
        !unconnected && <NotConfigured page={page} />
      ) : (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="flex min-w-0 flex-col gap-6">
            {connectable && !unconnected && <ConnectionPanel page={page} connection={connection} />}
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
