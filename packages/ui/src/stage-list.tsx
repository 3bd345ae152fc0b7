import type { CheckStage, StageReport } from '@patchbay/core';
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { Spinner } from './spinner.tsx';

export type ShownStage = StageReport | { stage: CheckStage; outcome: 'running' | 'waiting' };

export const stageNames: Record<CheckStage, string> = {
  address: 'Address',
  tls: 'TLS',
  auth: 'Sign-in',
  sample: 'Sample read',
};

const outcomes = {
  passed: { word: 'passed', icon: <CircleCheck aria-hidden className="size-4 text-ok" /> },
  failed: { word: 'failed', icon: <CircleX aria-hidden className="size-4 text-bad" /> },
  skipped: { word: 'skipped', icon: <CircleDashed aria-hidden className="size-4 text-muted" /> },
  running: { word: 'running', icon: <Spinner className="text-muted" /> },
  waiting: { word: 'waiting', icon: <CircleDashed aria-hidden className="size-4 text-faint" /> },
};

/** The steps of a connection test in their order, as they finish. */
export function StageList({ stages }: { stages: readonly ShownStage[] }) {
  return (
    <ol className="divide-y divide-line rounded-sm border border-line">
      {stages.map((stage) => (
        <li
          key={stage.stage}
          className="grid grid-cols-[16px_1fr_auto] items-start gap-x-3 gap-y-0.5 px-3 py-2.5 sm:grid-cols-[16px_104px_1fr_auto]"
        >
          <span className="mt-0.5">{outcomes[stage.outcome].icon}</span>
          <span className="font-medium">
            {stageNames[stage.stage]}
            <span className="sr-only"> {outcomes[stage.outcome].word}</span>
          </span>
          <span className="text-muted max-sm:col-start-2 max-sm:row-start-2">
            {'note' in stage ? stage.note : stage.outcome === 'running' && 'Running'}
          </span>
          <span className="font-mono text-xs leading-5 text-muted tabular-nums">
            {'latencyMs' in stage && stage.outcome !== 'skipped'
              ? `${Math.round(stage.latencyMs)} ms`
              : ''}
          </span>
        </li>
      ))}
    </ol>
  );
}
