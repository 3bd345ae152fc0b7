import type { SourceView } from '@patchbay/services/schemas';
import { ButtonLink, Card, CopyButton, EmptyState, RelativeTime, Section } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { Plus, Webhook } from 'lucide-react';
import { useOrganization } from '../../frame/use-organization.ts';
import { type Fact, Facts } from '../../integrations/facts.tsx';
import { useIntegrationPage } from '../../integrations/page.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { count } from '../../webhooks/counts.ts';
import { SourceState } from '../../webhooks/source-state.tsx';

export const meta: MetaFunction = () => [{ title: 'Webhooks · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  return { sources: await orRefuse(args.context, caller.sources.list({ provider })) };
}

export default function WebhooksTab() {
  const { sources } = useLoaderData<typeof loader>();
  const { integration } = useIntegrationPage();
  const { base, may } = useOrganization();
  const add = may('webhooks:edit') && (
    <ButtonLink
      href={`${base}/webhooks/sources/new?sender=${integration.provider}`}
      variant={sources.length === 0 ? 'primary' : 'secondary'}
      icon={<Plus aria-hidden />}
    >
      Add source
    </ButtonLink>
  );
  if (sources.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<Webhook />}
          title={`${integration.name} sends nothing here yet`}
          actions={add}
        >
          A source is an address of its own that {integration.name} sends its events to. Each is
          verified by its signature, stored once, and handed to the programs that subscribe.
        </EmptyState>
      </Card>
    );
  return (
    <>
      {sources.map((source) => (
        <SourceCard key={source.id} source={source} base={base} editable={may('webhooks:edit')} />
      ))}
      {add && <div>{add}</div>}
    </>
  );
}

type SourceCardProps = { source: SourceView; base: string; editable: boolean };

function SourceCard({ source, base, editable }: SourceCardProps) {
  const at = `${base}/webhooks/sources/${source.id}`;
  return (
    <Section
      title={source.name}
      actions={
        <>
          <ButtonLink
            size="sm"
            variant="quiet"
            href={`${base}/webhooks/events?source=${source.id}`}
          >
            Events
          </ButtonLink>
          {editable && (
            <ButtonLink size="sm" variant="quiet" href={`${at}/edit`}>
              Filters
            </ButtonLink>
          )}
          <ButtonLink size="sm" href={at}>
            Set up
          </ButtonLink>
        </>
      }
    >
      <Facts facts={factsOf(source)} />
    </Section>
  );
}

function factsOf(source: SourceView): Fact[] {
  const { events, channels } = source.filters;
  const all = (list: readonly string[] | undefined) => (list ? list.join(', ') : 'All');
  return [
    { term: 'State', value: <SourceState source={source} /> },
    ...(source.url
      ? [
          {
            term: 'Address',
            value: (
              <span className="inline-flex items-center gap-1">
                <code className="font-mono text-xs break-all">{source.url}</code>
                <CopyButton text={source.url} what="address" />
              </span>
            ),
          },
        ]
      : []),
    { term: 'Event types', value: all(events) },
    { term: 'Channels', value: all(channels) },
    {
      term: 'Accepted, twice, refused',
      value: [source.received, source.duplicates, source.refused].map(count).join(' · '),
    },
    {
      term: 'Last event',
      value: source.lastUsedAt ? <RelativeTime at={source.lastUsedAt} /> : 'None yet',
    },
  ];
}
