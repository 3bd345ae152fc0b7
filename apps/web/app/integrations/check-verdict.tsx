import type { CheckView } from '@patchbay/services/schemas';
import { CircleAlert, CircleCheck, Contrast } from 'lucide-react';

type Verdict = Pick<CheckView, 'health' | 'message' | 'latencyMs'>;

const words = { ok: 'Passed', degraded: 'Degraded', error: 'Failed' };
const icons = {
  ok: <CircleCheck aria-hidden className="size-4 text-ok" />,
  degraded: <Contrast aria-hidden className="size-4 text-warn" />,
  error: <CircleAlert aria-hidden className="size-4 text-bad" />,
};

export function CheckVerdict({ check }: { check: Verdict }) {
  return (
    <p className="flex items-start gap-2.5">
      <span className="mt-0.5 shrink-0">{icons[check.health]}</span>
      <span className="min-w-0 break-words">
        <span className="font-medium">{words[check.health]}</span>
        <span className="text-muted">
          {' '}
          in <span className="tabular-nums">{duration(check.latencyMs)}</span>
          {check.health !== 'ok' && ` · ${check.message}`}
        </span>
      </span>
    </p>
  );
}

export const duration = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
