import { Banner, ButtonLink, type Tone } from '@patchbay/ui';
import { KeyRound, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { ConnectForm } from '../connections/connect-form.tsx';
import type { IntegrationPage } from './page.ts';
import { integrationPath } from './paths.ts';
import { TestForm } from './test-form.tsx';
import { type Repair, repairOf } from './words.ts';

/** What is wrong, what it means here, and the one act that mends it. */
export function RepairBanner({ page }: { page: IntegrationPage }) {
  const { integration, access } = page;
  const repair = repairOf(integration);
  if (repair === undefined || page.test.running) return null;
  // The connection says it itself, with the button that mends it.
  if (repair.to === 'connection' && page.tab === 'overview') return null;
  const tone: Tone = integration.state === 'degraded' ? 'warn' : 'bad';
  return (
    <Banner
      tone={tone}
      title={integration.errorMessage ?? 'The last check failed.'}
      actions={access.canEdit ? <RepairAction page={page} repair={repair} /> : undefined}
    >
      {repair.meaning}
    </Banner>
  );
}

function RepairAction({ page, repair }: { page: IntegrationPage; repair: Repair }): ReactNode {
  const { org, integration, tab, test } = page;
  if (repair.to === 'connection')
    return (
      <ConnectForm org={org} provider={integration.provider} icon={<KeyRound aria-hidden />}>
        {repair.label}
      </ConnectForm>
    );
  if (repair.to === 'test') return <TestForm test={test} label={repair.label} />;
  if (tab === 'configuration') return null;
  const Icon = integration.state === 'error_auth' ? KeyRound : Wrench;
  return (
    <ButtonLink
      href={integrationPath(org, integration.provider, 'configuration')}
      icon={<Icon aria-hidden />}
    >
      {repair.label}
    </ButtonLink>
  );
}
