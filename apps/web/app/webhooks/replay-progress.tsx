import type { ReplayView } from '@patchbay/services/schemas';
import { Badge, RelativeTime } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { CircleCheck, CircleSlash, RefreshCw } from 'lucide-react';
import { SubmitButton } from '../forms/submit-button.tsx';
import { count } from './counts.ts';

type ReplayProgressProps = { replay: ReplayView; base: string; editable: boolean };

const states = {
  running: { word: 'Replaying', tone: 'accent', icon: <RefreshCw aria-hidden /> },
  done: { word: 'Replayed', tone: 'ok', icon: <CircleCheck aria-hidden /> },
  canceled: { word: 'Canceled', tone: 'calm', icon: <CircleSlash aria-hidden /> },
} as const;

/** How far a replay is; it goes on when the page is left. */
export function ReplayProgress({ replay, base, editable }: ReplayProgressProps) {
  const { word, tone, icon } = states[replay.state];
  const cancel = `${base}/webhooks/replays/${replay.id}/cancel`;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      <span className="flex min-w-48 flex-1 items-center gap-3">
        <progress
          aria-label={`Replay by ${replay.startedBy}`}
          value={replay.taken}
          max={Math.max(1, replay.total)}
          className="h-1.5 min-w-24 flex-1 accent-accent"
        />
        <span className="text-sm whitespace-nowrap text-muted tabular-nums">
          {count(replay.taken)} of {count(replay.total)} · {replay.perSecond}/s
        </span>
      </span>
      <span className="text-sm text-muted">
        {replay.startedBy}, <RelativeTime at={replay.createdAt} />
      </span>
      {editable && replay.state === 'running' && (
        <Form method="post" action={cancel} preventScrollReset>
          <SubmitButton size="sm" variant="secondary" formAction={cancel}>
            Cancel
          </SubmitButton>
        </Form>
      )}
    </li>
  );
}
