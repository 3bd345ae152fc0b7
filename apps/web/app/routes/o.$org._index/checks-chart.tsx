import type { IntegrationView } from '@patchbay/services/schemas';
import { Section } from '@patchbay/ui';
import { percent, plural } from '../../integrations/words.ts';
import { type Stack, stacksOf, totalOf } from './stacks.ts';

const step = 10;
const bar = 6;
const height = 56;

const layers = [
  { result: 'ok', className: 'stroke-ok-mark' },
  { result: 'degraded', className: 'stroke-warn-mark' },
  { result: 'error', className: 'stroke-bad-mark' },
] as const;

/** All checks of the last 24 hours: the numbers, and one bar for every half hour. */
export function ChecksChart({ integrations }: { integrations: readonly IntegrationView[] }) {
  const heartbeats = integrations
    .filter(({ checkable, status }) => checkable && status !== 'not_configured')
    .map(({ heartbeat }) => heartbeat);
  const checks = sum(heartbeats.map((heartbeat) => heartbeat.checks));
  const failures = sum(heartbeats.map((heartbeat) => heartbeat.failures));
  const text =
    checks === 0
      ? 'No checks in the last 24 hours.'
      : `${plural(checks, 'check')} in the last 24 hours, ${failures === 0 ? 'none' : failures} failed.`;
  return (
    <Section title="Checks in the last 24 hours">
      <div className="grid items-end gap-x-10 gap-y-5 md:grid-cols-[auto_minmax(0,1fr)]">
        <dl className="flex gap-8">
          <Amount label="Checks" value={checks} />
          <Amount label="Failed" value={failures} />
          <Amount
            label="Passed"
            value={percent(checks === 0 ? null : (checks - failures) / checks)}
          />
        </dl>
        <div className="flex min-w-0 flex-col gap-1.5">
          <Bars stacks={stacksOf(heartbeats)} text={text} />
          <p aria-hidden className="flex justify-between text-xs text-muted">
            <span>24 h ago</span>
            <span>now</span>
          </p>
        </div>
      </div>
    </Section>
  );
}

function Amount({ label, value }: { label: string; value: number | string }) {
  return (
    <div className="flex flex-col-reverse gap-0.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums">{value}</dd>
    </div>
  );
}

function Bars({ stacks, text }: { stacks: readonly Stack[]; text: string }) {
  const most = Math.max(1, ...stacks.map(totalOf));
  const width = Math.max(1, stacks.length * step);
  return (
    <svg
      role="img"
      aria-label={text}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-14 w-full"
    >
      {stacks.map((stack, bucket) => (
        <Bar key={bucket} stack={stack} x={(bucket + 0.5) * step} unit={(height - bar) / most} />
      ))}
    </svg>
  );
}

/** The longest is drawn first and the others over it; as strokes they keep their width however wide the chart is. */
function Bar({ stack, x, unit }: { stack: Stack; x: number; unit: number }) {
  const line = {
    strokeWidth: bar,
    strokeLinecap: 'round',
    vectorEffect: 'non-scaling-stroke',
  } as const;
  const foot = height - bar / 2;
  if (totalOf(stack) === 0)
    return <path d={`M${x} ${foot}v0`} {...line} strokeWidth={3} className="stroke-control" />;
  let top = foot;
  const drawn = layers
    .filter(({ result }) => stack[result] > 0)
    .map(({ result, className }) => {
      top -= stack[result] * unit;
      return <path key={result} d={`M${x} ${foot}V${top}`} {...line} className={className} />;
    });
  return <>{drawn.reverse()}</>;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
