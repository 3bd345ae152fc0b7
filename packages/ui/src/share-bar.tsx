import { clsx } from 'clsx';

export type Share = { label: string; value: number; text: string; tone: ShareTone };
export type ShareTone = keyof typeof fills;

const fills = {
  first: 'fill-control',
  second: 'fill-warn-mark',
  third: 'fill-accent',
  fourth: 'fill-ok-mark',
};

const width = 600;

/** What a whole is made of: one bar, and a legend that says the same in words and numbers. */
export function ShareBar({ shares }: { shares: readonly Share[] }) {
  const whole = shares.reduce((sum, { value }) => sum + value, 0);
  let at = 0;
  return (
    <div className="flex flex-col gap-3">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} 8`}
        preserveAspectRatio="none"
        className="h-2 w-full rounded-xs"
      >
        {shares.map(({ label, value, tone }) => {
          const wide = whole > 0 ? (width * value) / whole : 0;
          const x = at;
          at += wide;
          return (
            <rect key={label} x={x} width={Math.max(0, wide)} height="8" className={fills[tone]} />
          );
        })}
      </svg>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1.5 text-sm sm:grid-cols-4">
        {shares.map(({ label, text, tone }) => (
          <div key={label} className="flex items-baseline gap-2 sm:flex-col sm:gap-0.5">
            <dt className="flex items-center gap-2 text-muted">
              <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2 shrink-0">
                <rect width="8" height="8" rx="2" className={clsx(fills[tone])} />
              </svg>
              {label}
            </dt>
            <dd className="font-medium tabular-nums max-sm:ml-auto">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
