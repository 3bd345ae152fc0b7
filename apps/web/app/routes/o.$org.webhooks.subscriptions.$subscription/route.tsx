import type { SubscriptionView } from '@patchbay/services/schemas';
import { Banner, ButtonLink, CodeBlock, RelativeTime, Section } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Form, type MetaFunction, Outlet, useLoaderData } from '@remix-run/react';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { type Fact, Facts, Figures } from '../../integrations/facts.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { count } from '../../webhooks/counts.ts';
import { DeliveryTable } from '../../webhooks/delivery-table.tsx';
import { latency, SubscriptionState, successRate } from '../../webhooks/subscription-state.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.subscription.name ?? 'Subscription'} · Webhooks · Patchbay` },
];
export const handle = {
  crumb: (data: unknown) =>
    data ? { label: (data as { subscription: SubscriptionView }).subscription.name } : [],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = args.params.subscription ?? '';
  const [subscription, sources, deliveries] = await orRefuse(
    args.context,
    Promise.all([
      caller.subscriptions.get({ subscriptionId }),
      caller.sources.list(),
      caller.deliveries.list({ subscriptionId, limit: 10 }),
    ]),
  );
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const from = subscription.filter.sources.map((id) => names.get(id) ?? 'a removed source');
  return { subscription, from, deliveries: deliveries.items };
}

export default function SubscriptionPage() {
  const { subscription, from, deliveries } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const at = `${base}/webhooks/subscriptions/${subscription.id}`;
  const editable = may('webhooks:edit');
  const { health, reading } = subscription;
  return (
    <>
      <Header subscription={subscription} at={at} editable={editable} />
      <Trouble subscription={subscription} />
      {health && (
        <Figures
          figures={[
            { label: 'Success', value: successRate(subscription), note: attemptsOf(health) },
            { label: 'Latency', value: latency(subscription), note: 'Moving average' },
            { label: 'Waiting', value: count(health.queued), note: waitOf(health.oldestQueuedAt) },
            { label: 'Given up', value: count(health.deadLetters), note: 'Dead letters' },
          ]}
        />
      )}
      {reading && (
        <Figures
          figures={[
            { label: 'Events behind', value: count(reading.behind) },
            { label: 'Acknowledged up to', value: reading.ackedCursor ?? 'Nothing yet' },
          ]}
        />
      )}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="Gets">
          <Facts facts={filterOf(subscription, from)} />
        </Section>
        {subscription.kind === 'push' ? (
          <Section
            title="Signature"
            note="Standard Webhooks 1.0: webhook-id, webhook-timestamp and webhook-signature."
            actions={
              editable && (
                <ButtonLink size="sm" href={`${at}/rotate`}>
                  Rotate secret
                </ButtonLink>
              )
            }
          >
            <Facts facts={secretOf(subscription)} />
          </Section>
        ) : (
          <Section title="Read it" note="With an API key that may read webhooks.">
            <CodeBlock
              whole
              what="command"
              text={`curl -H "Authorization: Bearer $PATCHBAY_API_KEY" \\\n  "$PATCHBAY_URL/api/v1/webhooks/stream?subscriptionId=${subscription.id}"`}
            />
          </Section>
        )}
      </div>
      {deliveries.length > 0 && (
        <Section flush title="Deliveries" note="The newest ten.">
          <DeliveryTable deliveries={deliveries} base={base} editable={editable} />
        </Section>
      )}
      <Outlet />
    </>
  );
}

type HeaderProps = { subscription: SubscriptionView; at: string; editable: boolean };

function Header({ subscription, at, editable }: HeaderProps) {
  const { name, url, enabled, kind } = subscription;
  const act = (path: string, label: string) => (
    <Form method="post" action={`${at}/${path}`} preventScrollReset>
      <SubmitButton variant="secondary" formAction={`${at}/${path}`}>
        {label}
      </SubmitButton>
    </Form>
  );
  return (
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
        <h2 className="flex flex-wrap items-center gap-3 text-lg font-semibold">
          {name}
          <SubscriptionState subscription={subscription} />
        </h2>
        {url && <code className="font-mono text-xs break-all text-muted">{url}</code>}
      </div>
      {editable && (
        <div className="flex flex-wrap gap-2">
          {kind === 'push' && act('test', 'Send test')}
          {act(enabled ? 'disable' : 'enable', enabled ? 'Disable' : 'Enable')}
          <ButtonLink href={`${at}/edit`}>Edit</ButtonLink>
          <ButtonLink variant="quiet" href={`${at}/remove`}>
            Remove
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

const whyDisabled = {
  manual: 'Somebody switched it off. What waits stays in the queue.',
  gone: 'The receiver answered 410: it does not want events any more.',
  failing: 'Nothing arrived there for five days. Mend the receiver, then enable it.',
};

function Trouble({ subscription }: { subscription: SubscriptionView }) {
  const { disabledReason, disabledAt, health } = subscription;
  if (disabledReason)
    return (
      <Banner tone={disabledReason === 'manual' ? 'calm' : 'bad'} title="Nothing is delivered">
        {whyDisabled[disabledReason]} {disabledAt && <RelativeTime at={disabledAt} />}
      </Banner>
    );
  if (!health || health.failuresInRow === 0) return null;
  return (
    <Banner
      tone="warn"
      title={`${health.failuresInRow} attempts in a row failed${
        health.heldUntil ? '; the next ones are held back' : ''
      }`}
    >
      {health.lastError}
      {health.failingSince && (
        <>
          {' '}
          Since <RelativeTime at={health.failingSince} />.
        </>
      )}
    </Banner>
  );
}

type Health = NonNullable<SubscriptionView['health']>;

const attemptsOf = ({ delivered, failed }: Health) =>
  `${count(delivered)} arrived, ${count(failed)} failed`;

const waitOf = (oldest: Date | null) =>
  oldest ? (
    <>
      Oldest <RelativeTime at={oldest} />
    </>
  ) : (
    'Nothing waits'
  );

function filterOf({ filter, ordered, kind }: SubscriptionView, from: string[]): Fact[] {
  const all = (list: readonly string[]) => (list.length > 0 ? list.join(', ') : 'All');
  return [
    { term: 'Sources', value: all(from) },
    { term: 'Event types', value: all(filter.types) },
    { term: 'Providers', value: all(filter.providers) },
    { term: 'Channels', value: all(filter.channels) },
    ...(kind === 'push'
      ? [{ term: 'Order', value: ordered ? 'One after the other' : 'As they come' }]
      : []),
  ];
}

function secretOf({ previousSecretUntil, createdAt }: SubscriptionView): Fact[] {
  return [
    { term: 'Secret', value: 'Saved, sealed' },
    { term: 'Subscribed since', value: <RelativeTime at={createdAt} /> },
    ...(previousSecretUntil
      ? [{ term: 'Earlier one signs until', value: <RelativeTime at={previousSecretUntil} /> }]
      : []),
  ];
}
