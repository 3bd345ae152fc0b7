import type { BulkView } from '@patchbay/services/schemas';
import { Badge, Spinner } from '@patchbay/ui';
import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react';

/** How a bulk stands, in a word with its icon. */
export function BulkState({ bulk }: { bulk: BulkView }) {
  const { waiting, failed, done, total, canceledAt } = bulk;
  if (waiting > 0)
    return (
      <Badge icon={<Spinner />}>
        {total - waiting} of {total}
      </Badge>
    );
  if (canceledAt)
    return (
      <Badge icon={<CircleSlash aria-hidden />}>
        Stopped after {done} of {total}
      </Badge>
    );
  if (failed > 0)
    return (
      <Badge tone="bad" icon={<CircleAlert aria-hidden />}>
        {failed} of {total} failed
      </Badge>
    );
  return (
    <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
      All {total} done
    </Badge>
  );
}
