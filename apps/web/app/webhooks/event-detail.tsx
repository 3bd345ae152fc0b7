import type { DeliveryDetailView, EventDetailView } from '@patchbay/services/schemas';
import { Badge, CodeBlock, CopyButton, Link, RelativeTime, SelectField } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { SubmitButton } from '../forms/submit-button.tsx';
import { Facts } from '../integrations/facts.tsx';
import { bytes } from './counts.ts';
import { DeliveryState, EventState } from './event-state.tsx';

type Named = { id: string; name: string };
type EventDetailProps = {
  event: EventDetailView;
  deliveries: readonly DeliveryDetailView[];
  subscriptions: readonly Named[];
  base: string;
  replay: string | null;
};

/** One event: what came, how it was proved, and what became of it at each program. */
export function EventDetail({ event, deliveries, subscriptions, base, replay }: EventDetailProps) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-muted">
        <EventState state={event.state} />
        <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
          Signature verified
        </Badge>
        <RelativeTime at={event.receivedAt} />
      </p>
      <Facts
        facts={[
          {
            term: 'Source',
            value: (
              <Link href={`${base}/webhooks/sources/${event.sourceId}`}>{event.sourceName}</Link>
            ),
          },
          { term: 'Delivery id', value: <Id text={event.deliveryId} what="delivery id" /> },
          { term: 'Event id', value: <Id text={`evt_${event.id}`} what="event id" /> },
          ...(event.channel
            ? [
                {
                  term: 'Channel',
                  value: <code className="font-mono text-xs">{event.channel}</code>,
                },
              ]
            : []),
          ...(event.signedAt
            ? [{ term: 'Signed', value: <RelativeTime at={event.signedAt} /> }]
            : []),
          { term: 'Size', value: bytes(event.sizeBytes) },
        ]}
      />
      <Part title="Deliveries">
        {deliveries.length === 0 ? (
          <p className="text-sm text-muted">{noDeliveries[event.state]}</p>
        ) : (
          <ul className="divide-y divide-line rounded-sm border border-line">
            {deliveries.map((delivery) => (
              <Delivery key={delivery.id} delivery={delivery} base={base} />
            ))}
          </ul>
        )}
        {replay && <Replay action={replay} subscriptions={subscriptions} />}
      </Part>
      <Part title="Payload">
        <Payload event={event} />
      </Part>
      <Part title="Headers">
        <CodeBlock whole text={headersOf(event)} what="headers" />
      </Part>
    </>
  );
}

const noDeliveries: Record<EventDetailView['state'], string> = {
  received: 'It waits to be handed on.',
  filtered: 'The filters of its source left it out, or its integration was switched off.',
  handed_on: 'No program subscribes to it. It can be replayed once one does.',
};

const headersOf = ({ headers }: EventDetailView): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

function Id({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-xs wrap-anywhere">{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}

function Delivery({ delivery, base }: { delivery: DeliveryDetailView; base: string }) {
  return (
    <li className="px-3 py-2.5">
      <details>
        <summary className="flex cursor-pointer flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <span className="font-medium">{delivery.subscriptionName ?? 'A removed program'}</span>
          <span className="flex items-center gap-3 text-sm text-muted">
            {delivery.attempts === 1 ? 'One attempt' : `${delivery.attempts} attempts`}
            <DeliveryState status={delivery.status} />
          </span>
        </summary>
        <ol className="mt-3 flex flex-col gap-2 border-t border-line pt-3 text-sm">
          {delivery.history.map((attempt) => (
            <li key={attempt.attemptedAt.getTime()} className="flex flex-col gap-1">
              <span className="flex flex-wrap justify-between gap-x-4">
                <span>
                  {attempt.number}. {attempt.httpStatus ?? 'No answer'}
                  {attempt.error && <span className="text-bad"> {attempt.error}</span>}
                </span>
                <span className="text-muted tabular-nums">
                  {Math.round(attempt.latencyMs)} ms, <RelativeTime at={attempt.attemptedAt} />
                </span>
              </span>
              {attempt.answer && (
                <code className="font-mono text-xs wrap-anywhere text-muted">{attempt.answer}</code>
              )}
            </li>
          ))}
          {delivery.history.length === 0 && <li className="text-muted">Not tried yet.</li>}
          <li>
            <Link href={`${base}/webhooks/subscriptions/${delivery.subscriptionId}`}>
              Open the subscription
            </Link>
          </li>
        </ol>
      </details>
    </li>
  );
}

function Replay({ action, subscriptions }: { action: string; subscriptions: readonly Named[] }) {
  const named = subscriptions.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form
      method="post"
      action={action}
      preventScrollReset
      className="flex flex-wrap items-end gap-2"
    >
      <div className="min-w-48 flex-1">
        <SelectField
          label="Replay to"
          name="subscriptionId"
          options={[{ value: '', label: 'Every program that wants it' }, ...named]}
        />
      </div>
      <SubmitButton variant="secondary" formAction={action}>
        Replay
      </SubmitButton>
    </Form>
  );
}

function Payload({ event }: { event: EventDetailView }) {
  const { body, bodyBase64, isTruncated } = event;
  const pretty = prettyOf(body);
  return (
    <>
      {pretty && <CodeBlock text={pretty} what="payload" />}
      {pretty ? (
        <details>
          <summary className="w-fit cursor-pointer text-sm text-accent-ink">
            As it came, byte for byte
          </summary>
          <div className="mt-2">
            <CodeBlock text={body ?? ''} what="raw payload" />
          </div>
        </details>
      ) : (
        <CodeBlock
          text={body ?? bodyBase64 ?? ''}
          what={body === null ? 'payload in base64' : 'payload'}
        />
      )}
      {isTruncated && (
        <p className="text-sm text-muted">Only its beginning is shown; programs get all of it.</p>
      )}
    </>
  );
}

function prettyOf(body: string | null): string | null {
  try {
    return body && JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return null;
  }
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}
