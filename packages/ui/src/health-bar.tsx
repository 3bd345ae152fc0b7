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

const step = 5;
const height = 20;
/** Half of the thicker bar: round ends stand out by it. */
const cap = 2;

/** Height carries the result as well as colour does: whole, two thirds, a third; a dot where nothing ran. */
const looks: Record<HealthResult | 'none', { high: number; className: string }> = {
  ok: { high: height, className: 'stroke-ok-mark' },
  degraded: { high: 13, className: 'stroke-warn-mark' },
  error: { high: 7, className: 'stroke-bad-mark' },
  none: { high: 2 * cap, className: 'stroke-control' },
};

export function HealthBar({ heartbeat, labelled = false, fill = false }: HealthBarProps) {
  const text = describeHeartbeat(heartbeat);
  const width = heartbeat.buckets.length * step;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <svg
        role="img"
        aria-label={text}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={clsx('w-full', labelled ? 'h-8' : 'h-5', !labelled && !fill && 'max-w-60')}
      >
        {bars(heartbeat).map(({ className, d }) => (
          <path
            key={className}
            d={d}
            className={className}
            strokeWidth={labelled ? 4 : 3}
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        ))}
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

/** One path for each result; as strokes the bars keep their width however wide the strip is. */
function bars({ buckets }: Heartbeat): { className: string; d: string }[] {
  const drawn = new Map<string, string>();
  for (const [bucket, result] of buckets.entries()) {
    const { high, className } = looks[result];
    const line = `M${(bucket + 0.5) * step} ${height - cap}V${height - high + cap}`;
    drawn.set(className, (drawn.get(className) ?? '') + line);
  }
  return [...drawn].map(([className, d]) => ({ className, d }));
}
