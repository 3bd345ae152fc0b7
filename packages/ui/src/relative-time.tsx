import { createContext, useContext, useEffect, useState } from 'react';
import { useHydrated } from './hydration.ts';
import { relative } from './relative.ts';
import { Tooltip } from './tooltip.tsx';

/** The server's moment of rendering, so that the first render in the browser says the same words. */
export const NowContext = createContext<number>(0);

const exact = (at: Date, zone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(at);

export type RelativeTimeProps = {
  at: Date | string;
  /** False inside a link or another control, which must not hold a second stop for Tab. */
  focusable?: boolean;
};

/** "4 min ago", with the exact time on hover and focus: in UTC until the browser's zone is known. */
export function RelativeTime({ at, focusable = true }: RelativeTimeProps) {
  const moment = new Date(at);
  const rendered = useContext(NowContext);
  const [ticked, setTicked] = useState<number | null>(null);
  const hydrated = useHydrated();

  useEffect(() => {
    const timer = setInterval(() => setTicked(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);

  const words = relative(moment, ticked === null ? rendered : Math.max(ticked, rendered));
  const precise = exact(moment, hydrated ? undefined : 'UTC');
  if (!focusable) return <time dateTime={moment.toISOString()}>{words}</time>;
  return (
    <Tooltip text={precise}>
      <time
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time has to be reachable by keyboard
        tabIndex={0}
        dateTime={moment.toISOString()}
        className="rounded-xs whitespace-nowrap tabular-nums"
      >
        {words}
        <span className="sr-only">, {precise}</span>
      </time>
    </Tooltip>
  );
}
