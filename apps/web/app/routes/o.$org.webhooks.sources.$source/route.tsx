import type { SourceDetailView } from '@patchbay/services/schemas';
import {
  Banner,
  ButtonLink,
  CopyButton,
  Link,
  RelativeTime,
  SecretOnce,
  Section,
} from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Form, type MetaFunction, Outlet, useLoaderData } from '@remix-run/react';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { type Fact, Facts, Figures } from '../../integrations/facts.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { count } from '../../webhooks/counts.ts';
import { verifierWords } from '../../webhooks/rules.ts';
import { SenderMark } from '../../webhooks/sender-mark.tsx';
import { SetupSteps } from '../../webhooks/setup-steps.tsx';
import { SourceState } from '../../webhooks/source-state.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.source.name ?? 'Source'} · Webhooks · Patchbay` },
];
export const handle = {
  crumb: (data: unknown) =>
    data ? { label: (data as { source: SourceDetailView }).source.name } : [],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const source = await orRefuse(args.context, caller.sources.get({ id: args.params.source ?? '' }));
  return { source };
}

export default function SourcePage() {
  const { source } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const at = `${base}/webhooks/sources/${source.id}`;
  const editable = may('webhooks:edit');
  return (
    <>
      <SourceHeader source={source} at={at} editable={editable} />
      {source.capturedSecret && (
        <SecretOnce value={source.capturedSecret} what="verification token">
          {source.title} has sent this token. Enter it there to finish; it goes away with the first
          verified event.
        </SecretOnce>
      )}
      {source.secret.state === 'missing' && source.kind === 'own' && !source.capturedSecret && (
        <Banner tone="warn" title="Nothing can be verified yet">
          Every request is refused until there is a secret. {source.sender.secret.help}
        </Banner>
      )}
      <Figures
        figures={[
          { label: 'Accepted', value: count(source.received), note: lastOf(source.lastUsedAt) },
          { label: 'Sent twice', value: count(source.duplicates), note: 'Stored once' },
          { label: 'Refused', value: count(source.refused), note: lastOf(source.lastRefusedAt) },
        ]}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        {source.url && (
          <Section title={`Set up at ${source.title}`}>
            <SetupSteps sender={source.sender} values={{ url: source.url, secret: null }} />
          </Section>
        )}
        <Section
          title="Verification"
          actions={
            editable &&
            source.kind === 'own' &&
            !isAwaited(source) && (
              <ButtonLink size="sm" href={`${at}/rotate`}>
                {source.secret.state === 'set' ? 'Rotate secret' : 'Enter secret'}
              </ButtonLink>
            )
          }
        >
          <Facts facts={verificationOf(source)} />
        </Section>
      </div>
      <Refusals source={source} />
      <Outlet />
    </>
  );
}

/** Nobody can enter what the sender is to send. */
const isAwaited = ({ secret }: SourceDetailView): boolean =>
  secret.origin === 'captured' && secret.state === 'missing';

function SourceHeader(props: { source: SourceDetailView; at: string; editable: boolean }) {
  const { source, at, editable } = props;
  const { base } = useOrganization();
  return (
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="flex min-w-0 flex-1 basis-72 items-start gap-3">
        <SenderMark sender={source.provider} size="md" />
        <div className="flex min-w-0 flex-col gap-1">
          <h2 className="flex flex-wrap items-center gap-3 text-lg font-semibold">
            {source.name}
            <SourceState source={source} />
          </h2>
          {source.url && (
            <span className="flex min-w-0 items-center gap-1">
              <code className="font-mono text-xs break-all text-muted">{source.url}</code>
              <CopyButton text={source.url} what="address" />
            </span>
          )}
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`${base}/webhooks/events?source=${source.id}`}>Events</ButtonLink>
        {editable && (
          <>
            <Form method="post" action={`${at}/enabled`} preventScrollReset>
              <input type="hidden" name="enabled" value={String(!source.enabled)} />
              <SubmitButton variant="secondary" formAction={`${at}/enabled`}>
                {source.enabled ? 'Pause' : 'Resume'}
              </SubmitButton>
            </Form>
            <ButtonLink href={`${at}/edit`}>Edit</ButtonLink>
            {source.kind === 'own' && (
              <ButtonLink variant="quiet" href={`${at}/remove`}>
                Remove
              </ButtonLink>
            )}
          </>
        )}
      </div>
    </div>
  );
}

const lastOf = (at: Date | null) =>
  at ? (
    <>
      Last <RelativeTime at={at} />
    </>
  ) : (
    'None yet'
  );

function verificationOf({ rules, sender, secret, filters, kind }: SourceDetailView): Fact[] {
  const used = rules ?? sender.rules;
  const filtered = [
    filters.events && `events ${filters.events.join(', ')}`,
    filters.channels && `channels ${filters.channels.join(', ')}`,
  ].filter(Boolean);
  return [
    { term: 'Proof', value: used ? verifierWords(used) : 'None' },
    {
      term: 'Secret',
      value: kind === 'app' ? 'Of the operator’s app' : secretWords[secret.state],
    },
    ...(secret.setAt ? [{ term: 'Set', value: <RelativeTime at={secret.setAt} /> }] : []),
    {
      term: 'Seen to work',
      value: secret.confirmed ? 'Yes, with a verified request' : 'Not yet',
    },
    ...(secret.previousUntil
      ? [
          {
            term: 'Earlier secret counts until',
            value: <RelativeTime at={secret.previousUntil} />,
          },
        ]
      : []),
    { term: 'Takes', value: filtered.length > 0 ? filtered.join('; ') : 'Every event' },
  ];
}

const secretWords = {
  missing: 'Missing',
  set: 'Saved, sealed',
  settings: 'The one of the integration’s settings',
};

function Refusals({ source }: { source: SourceDetailView }) {
  const { base } = useOrganization();
  if (source.refusals.length === 0) return null;
  return (
    <Section
      flush
      title="Refused lately"
      note="A few of the last, by reason. Nothing that a refused request carried is stored."
    >
      <ul className="divide-y divide-line">
        {source.refusals.map(({ at, reason }) => (
          <li
            key={`${at.getTime()} ${reason}`}
            className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-5 py-2.5"
          >
            <span>{reason}</span>
            <span className="text-muted">
              <RelativeTime at={at} />
            </span>
          </li>
        ))}
      </ul>
      {source.integrationId && (
        <p className="border-t border-line px-5 py-3 text-sm text-muted">
          Is the secret the right one? It may also stand in the{' '}
          <Link href={`${base}/integrations/${source.provider}/configuration`}>
            settings of the integration
          </Link>
          .
        </p>
      )}
    </Section>
  );
}
