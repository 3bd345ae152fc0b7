import type { LimitsView } from '@patchbay/services/schemas';
import { RelativeTime } from '@patchbay/ui';
import type { ReactNode } from 'react';
import { Facts } from '../../integrations/facts.tsx';
import { plural } from '../../integrations/words.ts';

export function LimitFacts({ limits }: { limits: LimitsView }) {
  const { own, over, provider, breaker } = limits;
  return (
    <Facts
      facts={[
        { term: 'Provider’s limit', value: providerLimit(provider) },
        ...(provider.blockedUntil && provider.blockedUntil > new Date()
          ? [{ term: 'Waiting until', value: <RelativeTime at={provider.blockedUntil} /> }]
          : []),
        {
          term: 'Own limit',
          value: own
            ? `${own.perMinute} a minute, ${own.mode === 'enforce' ? 'refused above' : 'only counted above'}`
            : 'None',
        },
        ...(own
          ? [
              {
                term: own.mode === 'enforce' ? 'Refused since start' : 'Over it since start',
                value: plural(over, 'call'),
              },
            ]
          : []),
        { term: 'Circuit breaker', value: breakerWords(breaker) },
      ]}
    />
  );
}

function providerLimit({ limit, remaining, resetAt }: LimitsView['provider']): ReactNode {
  if (limit === null && remaining === null) return 'Not told yet';
  return (
    <>
      {remaining ?? '?'} of {limit ?? '?'} left
      {resetAt && (
        <>
          , anew <RelativeTime at={resetAt} />
        </>
      )}
    </>
  );
}

function breakerWords({ state, retryAt }: LimitsView['breaker']): ReactNode {
  if (state === 'closed') return 'Closed: calls pass';
  if (state === 'half_open') return 'Half open: the next call decides';
  return (
    <>
      Open: calls are refused
      {retryAt && (
        <>
          , next try <RelativeTime at={retryAt} />
        </>
      )}
    </>
  );
}
