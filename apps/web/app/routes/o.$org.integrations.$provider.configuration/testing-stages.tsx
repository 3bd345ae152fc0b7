import type { StageReport } from '@patchbay/core';
import { Section, StageList } from '@patchbay/ui';
import { shownStages } from '../../integrations/use-connection-test.ts';

export function TestingStages({ stages }: { stages: readonly StageReport[] }) {
  return (
    <Section title="Saving and testing" note="What you typed is saved first, then tried.">
      <StageList stages={shownStages(stages, true)} />
    </Section>
  );
}
