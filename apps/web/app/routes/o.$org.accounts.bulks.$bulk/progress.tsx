import type { BulkView } from '@patchbay/services/schemas';

type ProgressProps = { bulk: BulkView; word: string };

/** The native bar, and what it says in numbers. */
export function Progress({ bulk, word }: ProgressProps) {
  const { total, waiting, done, failed, canceled } = bulk;
  const facts = [
    { label: word.charAt(0).toUpperCase() + word.slice(1), value: done },
    { label: 'Waiting', value: waiting },
    { label: 'Failed', value: failed },
    { label: 'Canceled', value: canceled },
  ];
  return (
    <div className="flex flex-col gap-4">
      <progress
        aria-label="Progress"
        value={total - waiting}
        max={total}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-hover [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-all"
      />
      <dl className="flex flex-wrap gap-x-10 gap-y-3" aria-live="polite">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-sm text-muted">{label}</dt>
            <dd className="text-lg font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
