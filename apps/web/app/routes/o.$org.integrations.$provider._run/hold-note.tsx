import type { LimitsView } from '@patchbay/services/schemas';
import { Banner, RelativeTime } from '@patchbay/ui';

/** What holds every call of this integration back right now. */
export function HoldNote({ limits }: { limits: LimitsView }) {
  const { breaker, provider } = limits;
  if (breaker.state !== 'closed')
    return (
      <Banner tone="warn" title="Calls are held back: too many of the last ones failed">
        {breaker.retryAt ? (
          <>
            One is let through <RelativeTime at={breaker.retryAt} /> and decides whether the others
            follow.
          </>
        ) : (
          'One is let through next and decides whether the others follow.'
        )}
      </Banner>
    );
  if (provider.blockedUntil === null || provider.blockedUntil < new Date()) return null;
  return (
    <Banner tone="warn" title="The provider asked to wait">
      Calls of this account go on <RelativeTime at={provider.blockedUntil} />.
    </Banner>
  );
}
