import type { ReactNode } from 'react';

export type Fact = { term: string; value: ReactNode };

/** Terms and values, one a line, values aligned. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="divide-y divide-line">
      {facts.map(({ term, value }) => (
        <div
          key={term}
          className="flex items-baseline justify-between gap-6 py-2 first:pt-0 last:pb-0"
        >
          <dt className="shrink-0 text-muted">{term}</dt>
          <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type Figure = { label: string; value: ReactNode; note?: ReactNode };

/** A row of numbers that share one card. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
      {figures.map(({ label, value, note }) => (
        <div key={label} className="flex flex-col gap-1 bg-surface px-5 py-4">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="text-xl font-semibold tracking-tight tabular-nums">{value}</dd>
          {note && <dd className="text-sm text-muted">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
