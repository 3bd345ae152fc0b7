import type { IntegrationState } from '@patchbay/core';
import type { IntegrationView } from '@patchbay/services/schemas';
import { Anchor } from '@patchbay/ui';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  Contrast,
  type LucideIcon,
} from 'lucide-react';
import { integrationsPath } from '../../integrations/paths.ts';

type Count = { label: string; icon: LucideIcon; mark: string; status: string; count: number };

/** The fleet in one row of numbers; each opens the integrations it counts. */
export function Fleet({
  org,
  integrations,
}: {
  org: string;
  integrations: readonly IntegrationView[];
}) {
  return (
    <section aria-label="Integrations by state">
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-3 lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
        {countsOf(integrations).map(({ label, icon: Icon, mark, status, count }) => (
          <li
            key={label}
            className="flex bg-surface max-lg:last:odd:col-span-full sm:max-lg:last:odd:col-auto"
          >
            <Anchor
              href={`${integrationsPath(org)}?status=${status}`}
              className="flex w-full flex-col gap-1 px-5 py-4 -outline-offset-2 transition-colors hover:bg-hover/55"
            >
              <span className="text-xl font-semibold tracking-tight tabular-nums">{count}</span>
              <span className="flex items-center gap-1.5 text-sm text-muted">
                <Icon
                  aria-hidden
                  className={`size-3.5 shrink-0 ${count > 0 ? mark : 'text-faint'}`}
                />
                {label}
              </span>
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}

function countsOf(integrations: readonly IntegrationView[]): Count[] {
  const count = (fits: (state: IntegrationState) => boolean) =>
    integrations.filter(({ state }) => fits(state)).length;
  const unchecked = count((state) => state === 'configured');
  return [
    {
      label: 'Active',
      icon: CircleCheck,
      mark: 'text-ok',
      status: 'connected',
      count: count((state) => state === 'active'),
    },
    {
      label: 'Degraded',
      icon: Contrast,
      mark: 'text-warn',
      status: 'attention',
      count: count((state) => state === 'degraded'),
    },
    {
      label: 'Failing',
      icon: CircleAlert,
      mark: 'text-bad',
      status: 'attention',
      count: count((state) => state.startsWith('error_')),
    },
    ...(unchecked > 0
      ? [
          {
            label: 'Not checked',
            icon: CircleDot,
            mark: 'text-muted',
            status: 'connected',
            count: unchecked,
          },
        ]
      : []),
    {
      label: 'Paused',
      icon: CirclePause,
      mark: 'text-muted',
      status: 'paused',
      count: count((state) => state === 'paused'),
    },
    {
      label: 'Not configured',
      icon: CircleDashed,
      mark: 'text-muted',
      status: 'available',
      count: count((state) => state === 'not_configured'),
    },
  ];
}
