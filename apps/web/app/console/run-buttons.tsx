import { Button } from '@patchbay/ui';
import { useNavigation } from '@remix-run/react';
import { Play, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useRun } from '../routes/o.$org.integrations.$provider._run/run-context.ts';

type RunButtonsProps = {
  /** What the button does, in words. */
  action: string;
  write: boolean;
  /** It was sent once and would change something: somebody has to say yes. */
  unsure: boolean;
};

/** Runs what the form says. What changes data asks first, with or without script. */
export function RunButtons({ action, write, unsure }: RunButtonsProps) {
  const { integration, access } = useRun();
  const pending = useNavigation().state === 'submitting';
  const { name, status, enabled } = integration;
  if (!access.canEdit)
    return (
      <p className="text-sm text-muted">
        Owners and admins can run this; programs do with a key that permits calls.
      </p>
    );
  if (status === 'not_configured')
    return (
      <p className="text-sm text-muted">{name} has to be connected before it can be called.</p>
    );
  if (unsure) return <Confirmation action={action} pending={pending} />;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button variant="primary" pending={pending} icon={<Play aria-hidden />}>
        {write ? `${action} …` : action}
      </Button>
      {!enabled && (
        <span className="text-sm text-muted">It is paused, so the call is refused.</span>
      )}
    </div>
  );
}

function Confirmation({ action, pending }: { action: string; pending: boolean }) {
  const { integration, org } = useRun();
  const yes = useRef<HTMLDivElement>(null);
  useEffect(() => yes.current?.querySelector('button')?.focus(), []);
  return (
    <div
      role="alert"
      className="flex flex-col gap-3 rounded-md bg-warn-soft px-4 py-3 sm:flex-row sm:items-center"
    >
      <p className="flex min-w-0 flex-1 gap-3">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span>
          This changes data in {integration.name}
          {integration.sandbox ? ' (the demo sandbox)' : ''} for {org}. Send it with the values
          above?
        </span>
      </p>
      <div ref={yes} className="flex gap-2">
        <Button name="sure" value="yes" variant="primary" pending={pending}>
          {action}
        </Button>
        <Button name="sure" value="no" variant="quiet" formNoValidate>
          Not now
        </Button>
      </div>
    </div>
  );
}
