import type { HealthHistoryView } from '@patchbay/services/schemas';
import { CopyButton, Link, RelativeTime, Section } from '@patchbay/ui';
import type { ReactNode } from 'react';
import { duration } from '../../integrations/check-verdict.tsx';
import { type Fact, Facts } from '../../integrations/facts.tsx';
import type { IntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { percent } from '../../integrations/words.ts';

type StatusFactsProps = { page: IntegrationPage; health: HealthHistoryView };

export function StatusFacts({ page, health }: StatusFactsProps) {
  const { org, integration } = page;
  return (
    <Section title="Status">
      <div className="flex flex-col gap-4">
        <Facts facts={factsOf(page, health)} />
        <p className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 border-t border-line pt-3 text-sm">
          <span className="flex gap-4">
            <Link href={integration.docs} target="_blank" rel="noreferrer">
              API documentation
            </Link>
            {integration.checkable && (
              <Link href={integrationPath(org, integration.provider, 'health')}>All checks</Link>
            )}
          </span>
          <CopyButton text={integration.id} what="integration id" />
        </p>
      </div>
    </Section>
  );
}

function factsOf({ integration }: IntegrationPage, health: HealthHistoryView): Fact[] {
  const { checkable, statusChangedAt, lastHealthCheck, lastUsedAt, sandbox } = integration;
  const { createdBy, updatedBy, updatedAt } = integration;
  return [
    { term: 'State changed', value: <RelativeTime at={statusChangedAt} /> },
    ...(checkable
      ? [
          { term: 'Last check', value: when(lastHealthCheck, 'Never') },
          { term: 'Uptime, 24 h', value: percent(health.uptime) },
          {
            term: 'Median latency, 24 h',
            value: health.medianLatencyMs === null ? '–' : duration(health.medianLatencyMs),
          },
        ]
      : []),
    { term: 'Last used', value: when(lastUsedAt, 'Not yet') },
    { term: 'Set up by', value: createdBy?.name ?? 'Not recorded' },
    {
      term: 'Last change',
      value: (
        <>
          <RelativeTime at={updatedAt} />
          {updatedBy && ` by ${updatedBy.name}`}
        </>
      ),
    },
    ...(sandbox ? [{ term: 'Calls go to', value: 'Demo sandbox' }] : []),
  ];
}

const when = (at: Date | null, never: string): ReactNode =>
  at === null ? never : <RelativeTime at={at} />;
