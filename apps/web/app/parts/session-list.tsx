import { Badge, RelativeTime, Section } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { MonitorSmartphone } from 'lucide-react';
import { SubmitButton } from '../forms/submit-button.tsx';
import { deviceOf } from './device.ts';

type SessionLine = {
  id: string;
  lastUsedAt: Date;
  address: string | null;
  userAgent: string | null;
  current: boolean;
};

export function SessionList({ sessions }: { sessions: readonly SessionLine[] }) {
  return (
    <Section title="Sessions" note="Where you are signed in. End what you do not recognize." flush>
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-5 py-2.5">
            <MonitorSmartphone aria-hidden className="size-4 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{deviceOf(session.userAgent)}</p>
              <p className="text-sm text-muted">
                {session.address ?? 'Unknown address'}, used{' '}
                <RelativeTime at={session.lastUsedAt} />
              </p>
            </div>
            {session.current ? (
              <Badge tone="accent">This session</Badge>
            ) : (
              <EndSession {...session} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function EndSession({ id, userAgent }: SessionLine) {
  const action = `/account/sessions/${id}/end`;
  return (
    <Form method="post" action={action}>
      <SubmitButton
        size="sm"
        variant="secondary"
        formAction={action}
        aria-label={`End the session on ${deviceOf(userAgent)}`}
      >
        End
      </SubmitButton>
    </Form>
  );
}
