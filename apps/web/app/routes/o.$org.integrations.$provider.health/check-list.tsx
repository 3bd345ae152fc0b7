import type { CheckView } from '@patchbay/services/schemas';
import { RelativeTime, StageList } from '@patchbay/ui';
import { ChevronRight, CircleAlert, CircleCheck, Contrast } from 'lucide-react';
import { duration } from '../../integrations/check-verdict.tsx';

const looks = {
  ok: { word: 'Passed', icon: <CircleCheck aria-hidden className="size-4 text-ok" /> },
  degraded: { word: 'Degraded', icon: <Contrast aria-hidden className="size-4 text-warn" /> },
  error: { word: 'Failed', icon: <CircleAlert aria-hidden className="size-4 text-bad" /> },
};

const columns =
  'grid grid-cols-[16px_16px_minmax(0,1fr)_auto] items-center gap-x-3 sm:grid-cols-[16px_16px_72px_minmax(0,1fr)_88px_72px_112px]';

/** The newest checks; each opens to its four stages. */
export function CheckList({ checks }: { checks: readonly CheckView[] }) {
  return (
    <>
      <p
        aria-hidden
        className={`${columns} h-9 border-b border-line px-5 text-xs font-medium text-muted max-sm:hidden`}
      >
        <span className="col-span-3">Result</span>
        <span>Message</span>
        <span>Trigger</span>
        <span className="text-right">Latency</span>
        <span className="text-right">Checked</span>
      </p>
      <ol aria-label="Newest checks" className="divide-y divide-line">
        {checks.map((check) => (
          <li key={check.slot.toISOString()}>
            <CheckRow check={check} />
          </li>
        ))}
      </ol>
    </>
  );
}

function CheckRow({ check }: { check: CheckView }) {
  const { word, icon } = looks[check.health];
  return (
    <details className="group/check">
      <summary
        className={`${columns} min-h-11 px-5 py-2 -outline-offset-2 transition-colors group-open/check:bg-hover/55 hover:bg-hover/55`}
      >
        <ChevronRight
          aria-hidden
          className="size-4 text-muted transition-transform group-open/check:rotate-90"
        />
        {icon}
        <span className="font-medium">{word}</span>
        <span className="min-w-0 text-muted max-sm:col-span-2 max-sm:col-start-3 max-sm:row-start-2 max-sm:text-sm sm:truncate">
          {check.message}
        </span>
        <span className="text-sm text-muted max-sm:hidden">
          {check.trigger === 'manual' ? 'By hand' : 'Schedule'}
        </span>
        <span className="text-right text-sm text-muted tabular-nums max-sm:hidden">
          {duration(check.latencyMs)}
        </span>
        <span className="text-right text-sm whitespace-nowrap text-muted tabular-nums max-sm:col-start-4 max-sm:row-start-1">
          <RelativeTime at={check.checkedAt} focusable={false} />
        </span>
      </summary>
      <div className="flex flex-col gap-3 bg-hover/55 px-5 pt-1 pb-4 sm:pl-19">
        <div className="rounded-sm bg-surface">
          <StageList stages={check.stages} />
        </div>
        <p className="text-sm text-muted">
          {check.message && `${check.message} · `}
          <time dateTime={check.checkedAt.toISOString()} className="font-mono text-xs">
            {check.checkedAt.toISOString()}
          </time>
        </p>
      </div>
    </details>
  );
}
