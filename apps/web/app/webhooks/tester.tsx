import type { TryVerifierView } from '@patchbay/services/schemas';
import { Banner, TextAreaField, TextField } from '@patchbay/ui';
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { Group } from './rules-fields.tsx';

type Step = TryVerifierView['steps'][number];

const names: Record<Step['step'], string> = {
  signature: 'Signature',
  timestamp: 'Time',
  id: 'Signed id',
  key: 'Secret',
  match: 'Match',
  deliveryId: 'Delivery id',
  eventType: 'Event type',
  channel: 'Channel',
};

const looks = {
  passed: { word: 'passed', icon: <CircleCheck aria-hidden className="size-4 text-ok" /> },
  failed: { word: 'failed', icon: <CircleX aria-hidden className="size-4 text-bad" /> },
  skipped: { word: 'skipped', icon: <CircleDashed aria-hidden className="size-4 text-muted" /> },
};

type TesterProps = {
  result: TryVerifierView | null;
  values?: { sampleHeaders?: string; sampleBody?: string };
};

/** A request as the sender made it, and what becomes of it step by step. Nothing of it is stored. */
export function Tester({ result, values = {} }: TesterProps) {
  return (
    <Group
      title="Try a request"
      note="Paste one from the sender’s log; it is checked as you type and not stored."
    >
      <div className="flex flex-col gap-4 sm:col-span-2">
        <TextAreaField
          label="Headers"
          name="sampleHeaders"
          optional
          rows={4}
          placeholder={'content-type: application/json\nx-signature: 5bdcc146…'}
          defaultValue={values.sampleHeaders}
          spellCheck={false}
        />
        <TextAreaField
          label="Body"
          name="sampleBody"
          optional
          rows={4}
          placeholder={'{"type":"issue.created"}'}
          defaultValue={values.sampleBody}
          spellCheck={false}
        />
        <TextField
          label="Arrived at (UTC)"
          name="sampleAt"
          type="datetime-local"
          step={1}
          optional
          hint="For an old sample whose signed time is over; now when empty."
          className="max-w-64"
        />
        <div role="status" className="empty:hidden">
          {result && <Outcome result={result} />}
        </div>
      </div>
    </Group>
  );
}

function Outcome({ result }: { result: TryVerifierView }) {
  return (
    <div className="flex flex-col gap-3">
      <Banner
        tone={result.accepted ? 'ok' : 'bad'}
        title={result.accepted ? 'This request would be let in' : 'This request would be refused'}
      >
        {result.reason}
      </Banner>
      <ol className="divide-y divide-line rounded-sm border border-line">
        {result.steps.map(({ step, outcome, note }) => (
          <li key={step} className="grid grid-cols-[16px_96px_1fr] gap-3 px-3 py-2.5">
            <span className="mt-0.5">{looks[outcome].icon}</span>
            <span className="font-medium">
              {names[step]}
              <span className="sr-only"> {looks[outcome].word}</span>
            </span>
            <span className="text-muted wrap-anywhere">{note}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
