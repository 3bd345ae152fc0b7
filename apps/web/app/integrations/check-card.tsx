import type { CheckView } from '@patchbay/services/schemas';
import { Banner, IconButton, RelativeTime, Section, StageList } from '@patchbay/ui';
import { X } from 'lucide-react';
import { CheckVerdict } from './check-verdict.tsx';
import { type ConnectionTest, shownStages } from './use-connection-test.ts';

type CheckCardProps = {
  test: ConnectionTest;
  /** The newest stored check, shown when no test was started here. */
  latest?: CheckView | undefined;
  closable?: boolean;
};

/** The four stages of a check: of the test that runs here, else of the newest one on record. */
export function CheckCard({ test, latest, closable = false }: CheckCardProps) {
  const check = test.running ? undefined : newer(test.check, latest);
  const stages = test.running ? test.stages : (check?.stages ?? test.stages);
  return (
    <Section
      title={
        test.running ? 'Testing the connection' : test.started ? 'Connection test' : 'Last check'
      }
      note={check ? <CheckedWhen check={check} /> : test.running ? 'Running now' : 'None yet'}
      actions={
        closable && !test.running ? (
          <IconButton label="Close" icon={<X aria-hidden />} onClick={test.close} />
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        {test.refused && !test.running ? (
          <Banner tone="bad" role="alert" title={test.refused.message}>
            <p>
              Nothing was tested. Try again; if it stays, quote request{' '}
              <code className="font-mono text-xs">{test.refused.requestId}</code>.
            </p>
          </Banner>
        ) : (
          <StageList stages={shownStages(stages, test.running)} />
        )}
        <div role="status" className="min-h-6">
          {test.running && <p className="text-muted">Asking the other side, step by step.</p>}
          {check && <CheckVerdict check={check} />}
        </div>
      </div>
    </Section>
  );
}

function newer(tested: CheckView | undefined, latest: CheckView | undefined) {
  if (tested === undefined || latest === undefined) return tested ?? latest;
  return latest.checkedAt > tested.checkedAt ? latest : tested;
}

function CheckedWhen({ check }: { check: CheckView }) {
  return (
    <>
      <RelativeTime at={check.checkedAt} />
      {check.trigger === 'manual' ? ', tested by hand' : ', by schedule'}
    </>
  );
}
