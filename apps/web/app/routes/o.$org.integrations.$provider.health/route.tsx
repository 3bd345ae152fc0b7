import { Card, EmptyState, HealthBar, Section } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { Activity } from 'lucide-react';
import { duration } from '../../integrations/check-verdict.tsx';
import { Figures } from '../../integrations/facts.tsx';
import { useIntegrationPage } from '../../integrations/page.ts';
import { percent } from '../../integrations/words.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { ChecksNote } from '../o.$org.integrations.$provider._overview/checks-note.tsx';
import { CheckList } from './check-list.tsx';
import { RangeChoice } from './range-choice.tsx';
import { readRange } from './ranges.ts';

export const meta: MetaFunction = () => [{ title: 'Health · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  const range = readRange(new URL(args.request.url).searchParams);
  const health = await orRefuse(
    args.context,
    caller.integrations.health({ provider, hours: range.hours, limit: 50 }),
  );
  return { health, range };
}

export default function HealthTab() {
  const { health, range } = useLoaderData<typeof loader>();
  const page = useIntegrationPage();
  const { heartbeat, uptime, medianLatencyMs, checks } = health;
  return (
    <>
      <ChecksNote integration={page.integration} />
      <Section title={range.title} actions={<RangeChoice current={range.hours} />}>
        <HealthBar labelled heartbeat={heartbeat} />
      </Section>
      <Figures
        figures={[
          { label: 'Uptime', value: percent(uptime) },
          { label: 'Checks', value: heartbeat.checks },
          { label: 'Failed', value: heartbeat.failures },
          {
            label: 'Median latency',
            value: medianLatencyMs === null ? '–' : duration(medianLatencyMs),
          },
        ]}
      />
      <Card>
        {checks.length === 0 ? (
          <EmptyState icon={<Activity />} title="No checks in this time">
            {page.integration.status === 'not_configured'
              ? 'Checks start when it is configured: every 15 minutes, and whenever somebody tests it.'
              : 'The next scheduled check appears here by itself, or test the connection now.'}
          </EmptyState>
        ) : (
          <CheckList checks={checks} />
        )}
      </Card>
    </>
  );
}
