import type { SourceView } from '@patchbay/services/schemas';
import { Badge } from '@patchbay/ui';
import { CircleCheck, CircleDashed, KeyRound, Pause } from 'lucide-react';

/** Whether requests to a source can be verified and are taken. */
export function SourceState({ source }: { source: SourceView }) {
  if (!source.enabled)
    return (
      <Badge icon={<Pause aria-hidden />} tone="calm">
        Paused
      </Badge>
    );
  if (source.kind === 'own' && source.secret.state === 'missing')
    return (
      <Badge icon={<KeyRound aria-hidden />} tone="warn">
        Secret missing
      </Badge>
    );
  if (source.lastUsedAt === null)
    return (
      <Badge icon={<CircleDashed aria-hidden />} tone="calm">
        Waiting for the first event
      </Badge>
    );
  return (
    <Badge icon={<CircleCheck aria-hidden />} tone="ok">
      Receiving
    </Badge>
  );
}
