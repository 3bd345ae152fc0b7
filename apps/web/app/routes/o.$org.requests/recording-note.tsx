import { Banner } from '@patchbay/ui';
import type { RequestList } from './requests.ts';

/** Says what the list cannot show: calls that were not recorded. */
export function RecordingNote({ log }: { log: RequestList['log'] }) {
  if (!log.enabled)
    return (
      <Banner title="Calls are not recorded on this Patchbay">
        They work all the same, but this list does not grow. Whoever runs it can set{' '}
        <code className="font-mono text-xs">INTEGRATIONS_USAGE_LOGGING_ENABLED=true</code> and
        restart; calls are recorded from then on.
      </Banner>
    );
  if (log.dropped === 0) return null;
  return (
    <Banner tone="warn" title={`${log.dropped} calls are missing from the records`}>
      More came than could be written, so that calls did not have to wait. Counted since this
      process started.
    </Banner>
  );
}
