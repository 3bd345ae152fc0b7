import type { CallTimings } from '@patchbay/services/schemas';
import { ShareBar } from '@patchbay/ui';

/** "0.4 ms", "87 ms", "1.2 s". */
export function milliseconds(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
}

/** Where the time of one call went. */
export function Timings({ timings }: { timings: CallTimings }) {
  const { queueMs, connectMs, upstreamMs, overheadMs } = timings;
  const share = (label: string, value: number) => ({ label, value, text: milliseconds(value) });
  return (
    <ShareBar
      shares={[
        { ...share('Queue', queueMs), tone: 'first' },
        { ...share('Connect', connectMs), tone: 'second' },
        { ...share('Provider', upstreamMs), tone: 'third' },
        { ...share('Patchbay', overheadMs), tone: 'fourth' },
      ]}
    />
  );
}
