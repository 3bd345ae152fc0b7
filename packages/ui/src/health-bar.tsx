import type { HealthResult } from '@patchbay/core';
import { clsx } from 'clsx';
import { describeHeartbeat, type Heartbeat } from './heartbeat.ts';

export type HealthBarProps = {
  heartbeat: Heartbeat;
  /** Full width, with the words below the bars; otherwise they are for screen readers only. */
  labelled?: boolean;
  /** As wide as its place; otherwise it stops at 240 px. */
  fill?: boolean;
};

const bar = 3;
const step = 5;
const height = 20;

/** Height carries the result as well as colour does: whole, two thirds, a third; a dot where nothing ran. */
const looks: Record<HealthResult | 'none', { high: number; className: string }> = {
  ok: { high: height, className: 'fill-ok-mark' },
  degraded: { high: 13, className: 'fill-warn-mark' },
  error: { high: 7, className: 'fill-bad-mark' },
  none: { high: 2, className: 'fill-control' },
};

export function HealthBar({ heartbeat, labelled = false, fill = false }: HealthBarProps) {
  const text = describeHeartbeat(heartbeat);
  const width = heartbeat.buckets.length * step - (step - bar);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <svg
        role="img"
        aria-label={text}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={clsx('w-full', labelled ? 'h-8' : 'h-5', !labelled && !fill && 'max-w-60')}
      >
        {heartbeat.buckets.map((result, bucket) => {
          const { high, className } = looks[result];
          return (
            <rect
              key={bucket}
              x={bucket * step}
              y={height - high}
              width={bar}
              height={high}
              className={className}
            />
          );
        })}
      </svg>
      {labelled && (
        <p aria-hidden className="flex justify-between gap-4 text-xs text-muted tabular-nums">
          <span>{text}</span>
          <span>now</span>
        </p>
      )}
    </div>
  );
}
