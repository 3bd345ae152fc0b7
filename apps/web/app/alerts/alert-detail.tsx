import type { AlertDetailView, NotificationView } from '@patchbay/services/schemas';
import { Badge, ButtonLink, RelativeTime, type Tone } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { BellOff, CircleAlert, CircleCheck, Hourglass, type LucideIcon } from 'lucide-react';
import { SubmitButton } from '../forms/submit-button.tsx';
import { type Fact, Facts } from '../integrations/facts.tsx';
import { AlertBadge } from './severity.tsx';
import { endingWords, kindWords, noteWords } from './words.ts';

type AlertDetailProps = { alert: AlertDetailView; base: string; canEdit: boolean };

/** One alert: what it is about, who was told, and the step that helps. */
export function AlertDetail({ alert, base, canEdit }: AlertDetailProps) {
  return (
    <>
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-3 text-muted">
          <AlertBadge alert={alert} />
          {kindWords[alert.kind]}
        </p>
        <p className="text-lg font-medium">{alert.what}</p>
        <p className="max-w-prose text-muted">{alert.why}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Step alert={alert} base={base} />
        {canEdit && !alert.closedAt && <Acknowledge alert={alert} base={base} />}
      </div>
      <Facts facts={factsOf(alert)} />
      <section className="flex flex-col gap-3">
        <h3 className="text-sm font-semibold">Messages</h3>
        {alert.notifications.length > 0 ? (
          <ol className="divide-y divide-line rounded-sm border border-line">
            {alert.notifications.map((note) => (
              <Message key={note.id} note={note} />
            ))}
          </ol>
        ) : (
          <p className="text-sm text-muted">
            No channel was open to it when it happened.{' '}
            {canEdit && 'Add one under Channels, and the next alert reaches you.'}
          </p>
        )}
      </section>
    </>
  );
}

function Step({ alert, base }: Omit<AlertDetailProps, 'canEdit'>) {
  const { provider } = alert.subject;
  if (provider)
    return (
      <ButtonLink href={`${base}/integrations/${provider}`} variant="primary">
        Open {alert.subject.name}
      </ButtonLink>
    );
  const isDead = alert.kind === 'dead_letters';
  return (
    <ButtonLink
      href={`${base}/webhooks/${isDead ? 'dead-letters' : `subscriptions/${alert.subject.id}`}`}
      variant="primary"
    >
      {isDead ? 'Look at the dead letters' : `Open ${alert.subject.name}`}
    </ButtonLink>
  );
}

function Acknowledge({ alert, base }: Omit<AlertDetailProps, 'canEdit'>) {
  const action = `${base}/alerts/${alert.id}/acknowledge`;
  const isTaken = alert.acknowledged !== null;
  return (
    <Form method="post" action={action} preventScrollReset>
      <input type="hidden" name="acknowledged" value={String(!isTaken)} />
      <SubmitButton variant="secondary" formAction={action}>
        {isTaken ? 'Give it back' : 'Acknowledge'}
      </SubmitButton>
    </Form>
  );
}

function factsOf(alert: AlertDetailView): Fact[] {
  const by = alert.acknowledged?.by;
  return [
    { term: 'Began', value: <RelativeTime at={alert.since} /> },
    { term: 'Opened', value: <RelativeTime at={alert.openedAt} /> },
    ...(alert.acknowledged
      ? [
          {
            term: 'Acknowledged',
            value: (
              <>
                <RelativeTime at={alert.acknowledged.at} />
                {by && ` by ${by}`}
              </>
            ),
          },
        ]
      : []),
    ...(alert.closedAt
      ? [
          { term: 'Ended', value: <RelativeTime at={alert.closedAt} /> },
          { term: 'How it ended', value: alert.ending ? endingWords[alert.ending] : '' },
        ]
      : []),
  ];
}

const looks: Record<NotificationView['status'], { word: string; tone: Tone; icon: LucideIcon }> = {
  pending: { word: 'On its way', tone: 'calm', icon: Hourglass },
  sent: { word: 'Sent', tone: 'ok', icon: CircleCheck },
  failed: { word: 'Failed', tone: 'bad', icon: CircleAlert },
  suppressed: { word: 'Kept quiet', tone: 'calm', icon: BellOff },
};

function Message({ note }: { note: NotificationView }) {
  const { word, tone, icon: Icon } = looks[note.status];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2.5">
      <span className="min-w-0">
        <span className="font-medium">{noteWords[note.kind]}</span>
        <span className="text-muted"> to {note.channelName}</span>
      </span>
      <span className="flex items-center gap-3 text-sm text-muted">
        <RelativeTime at={note.sentAt ?? note.createdAt} />
        <Badge tone={tone} icon={<Icon aria-hidden />}>
          {word}
        </Badge>
      </span>
      {note.error && note.status !== 'sent' && (
        <p className="basis-full text-sm text-bad">
          {note.error}
          {note.status === 'pending' && ` Attempt ${note.attempts}; it is tried again.`}
        </p>
      )}
    </li>
  );
}
