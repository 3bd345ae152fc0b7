import { type CheckStage, checkStages, randomToken, type StageReport } from '@patchbay/core';
import type { ShownStage } from '@patchbay/ui';
import { useFetcher } from '@remix-run/react';
import { useRef, useState } from 'react';
import { useLiveUpdates } from '../live/updates.ts';
import type { action } from '../routes/o.$org.integrations.$provider.test/route.ts';
import type { Refused } from './refusal.ts';

type Answer = ReturnType<typeof useFetcher<typeof action>>['data'];

/** Stages of one test in their order; what has not come yet is running or waits. */
export function shownStages(stages: readonly StageReport[], running: boolean): ShownStage[] {
  const byStage = new Map<CheckStage, StageReport>(stages.map((stage) => [stage.stage, stage]));
  const next = running ? checkStages.find((stage) => !byStage.has(stage)) : undefined;
  return checkStages.map(
    (stage) => byStage.get(stage) ?? { stage, outcome: stage === next ? 'running' : 'waiting' },
  );
}

/** Collects the live stages of the test that `watch` named last. */
export function useTestStages() {
  const watched = useRef<string | null>(null);
  const [stages, setStages] = useState<StageReport[]>([]);
  useLiveUpdates((update) => {
    if (update.type !== 'test_stage' || update.testId !== watched.current) return;
    setStages((before) => [
      ...before.filter(({ stage }) => stage !== update.stage.stage),
      update.stage,
    ]);
  });
  const watch = () => {
    const testId = randomToken(20);
    watched.current = testId;
    setStages([]);
    return testId;
  };
  return { stages, watch };
}

/** Tests the connection from this page and follows its stages. Without script the form posts and comes back. */
export function useConnectionTest(path: string) {
  const fetcher = useFetcher<typeof action>();
  const { stages, watch } = useTestStages();
  const [started, setStarted] = useState(false);
  const running = fetcher.state !== 'idle';
  const answer: Answer = running ? undefined : fetcher.data;
  const done = answer?.ok ? answer.value : undefined;
  const refused: Refused | undefined = answer && !answer.ok ? answer : undefined;
  const start = () => {
    if (running) return;
    setStarted(true);
    fetcher.submit({ testId: watch() }, { method: 'post', action: path });
  };
  return {
    started,
    running,
    stages: done ? done.check.stages : stages,
    check: done?.check,
    refused,
    path,
    start,
    close: () => setStarted(false),
  };
}

export type ConnectionTest = ReturnType<typeof useConnectionTest>;
