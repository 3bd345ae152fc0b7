import type { IntegrationView, RepairView } from '@patchbay/services/schemas';
import { RelativeTime } from '@patchbay/ui';
import { CircleCheck, CircleDot } from 'lucide-react';
import { AttentionList } from '../../integrations/attention-list.tsx';
import { byUrgency, groupOf } from '../../integrations/groups.ts';
import { plural } from '../../integrations/words.ts';
import { RepairList } from '../../repairs/repair-list.tsx';

type Props = {
  org: string;
  integrations: readonly IntegrationView[];
  repairs: readonly RepairView[];
  canEdit: boolean;
};

/** What is broken or will be comes first, then what works by half; when nothing is, one line says so. */
export function WhatNeedsAttention({ org, integrations, repairs, canEdit }: Props) {
  const repaired = new Set(repairs.map(({ integrationId }) => integrationId));
  const others = byUrgency(
    integrations.filter(({ id, state }) => groupOf(state) === 'attention' && !repaired.has(id)),
  );
  const count = repaired.size + others.length;
  if (count === 0) return <AllWell integrations={integrations} />;
  return (
    <section aria-labelledby="attention" className="flex flex-col gap-3">
      <h2 id="attention" className="font-semibold">
        {plural(count, 'integration needs', 'integrations need')} attention
      </h2>
      {repairs.length > 0 && (
        <RepairList org={org} repairs={repairs} integrations={integrations} canEdit={canEdit} />
      )}
      {others.length > 0 && <AttentionList org={org} items={others} canEdit={canEdit} />}
    </section>
  );
}

function AllWell({ integrations }: { integrations: readonly IntegrationView[] }) {
  const active = integrations.filter(({ state }) => state === 'active');
  const checked = active.flatMap(({ lastHealthCheck }) => lastHealthCheck ?? []);
  const latest = checked.toSorted((a, b) => b.getTime() - a.getTime())[0];
  if (active.length === 0 || latest === undefined)
    return (
      <p className="flex items-center gap-2.5">
        <CircleDot aria-hidden className="size-4 shrink-0 text-muted" />
        Nothing is known to be broken; no connection was checked yet.
      </p>
    );
  return (
    <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
      <span className="font-medium">
        {active.length === 1
          ? `${active[0]?.label} works`
          : `All ${active.length} active connections work`}
      </span>
      <span className="text-muted">
        · last check <RelativeTime at={latest} />
      </span>
    </p>
  );
}
