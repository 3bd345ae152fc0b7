import { CopyButton } from '@patchbay/ui';
import type { ReactNode } from 'react';
import { labelOf } from '../inputs/label-of.ts';

type Line = { label: string; value: ReactNode; copy?: string | undefined };

/** Names and values below each other, each to be copied where that makes sense. */
export function DetailLines({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <dl className="divide-y divide-line rounded-sm border border-line">
      {lines.map(({ label, value, copy }) => (
        <div
          key={label}
          className="grid min-h-10 items-center gap-x-3 py-1 pr-1 pl-3 max-sm:py-1.5 sm:grid-cols-[9rem_minmax(0,1fr)]"
        >
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="flex min-w-0 items-center justify-between gap-3 text-sm">
            <span className="min-w-0 wrap-anywhere">{value}</span>
            {copy !== undefined && <CopyButton text={copy} what={label.toLowerCase()} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The same for what is only to be read: several side by side. */
export function DetailFacts({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
      {lines.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-muted">{label}</dt>
          <dd className="text-sm wrap-anywhere tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How to get in. */
export const connectLines = (hints: readonly { label: string; value: string }[]): Line[] =>
  hints.map(({ label, value }) => ({
    label,
    value: <span className="font-mono text-xs">{value}</span>,
    copy: value,
  }));

/** What a system says of an account, or an operation put out: words and numbers, nothing nested. */
export const valueLines = (values: Readonly<Record<string, unknown>>): Line[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const said = wordOf(value);
    return said === null ? [] : [{ label: labelOf(name), value: said }];
  });

function wordOf(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return value.toLocaleString('en-GB');
  return typeof value === 'string' && value !== '' ? value : null;
}
