import type { IntegrationState } from '@patchbay/core';
import { Badge, StateBadge } from '@patchbay/ui';
import { CircleDot } from 'lucide-react';

export type Stated = { state: IntegrationState; checkable: boolean };

/** Settings of a provider that cannot be checked yet are simply saved: no check is pending. */
export function StateOf({ state, checkable }: Stated) {
  if (state !== 'configured' || checkable) return <StateBadge state={state} />;
  return <Badge icon={<CircleDot aria-hidden />}>Configured</Badge>;
}
