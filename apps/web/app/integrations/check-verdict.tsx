import type { CheckView } from '@patchbay/services/schemas';
import { stageNames } from '@patchbay/ui';
import { CircleAlert, CircleCheck, Contrast } from 'lucide-react';

type Verdict = Pick<CheckView, 'health' | 'message' | 'latencyMs' | 'stages'>;

const words = { ok: 'Passed', degraded: 'Degraded', error: 'Failed' };
const icons = {
  ok: <CircleCheck aria-hidden className="size-4 text-ok" />,
  degraded: <Contrast aria-hidden className="size-4 text-warn" />,
  error: <CircleAlert aria-hidden className="size-4 text-bad" />,
};

/** How it ended. The reason stands at the failed stage already, so it is not said again. */
export function CheckVerdict({ check }: { check: Verdict }) {
  const failed = check.stages.find(({ outcome }) => outcome === 'failed');
  return (
    <p className="flex items-start gap-2.5">
      <span className="mt-0.5 shrink-0">{icons[check.health]}</span>
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{words[check.health]}</span>
        <span className="text-muted">
          {failed && ` at ${stageNames[failed.stage]}`} in{' '}
          <span className="tabular-nums">{duration(check.latencyMs)}</span>
          {check.health !== 'ok' && !failed && ` · ${check.message}`}
        </span>
      </span>
    </p>
  );
}

export const duration = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
