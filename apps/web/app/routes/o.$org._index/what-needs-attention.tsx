import type { IntegrationView } from '@patchbay/services/schemas';
import { RelativeTime } from '@patchbay/ui';
import { CircleCheck, CircleDot } from 'lucide-react';
import { AttentionList } from '../../integrations/attention-list.tsx';
import { byUrgency, groupOf } from '../../integrations/groups.ts';
import { plural } from '../../integrations/words.ts';

type Props = { org: string; integrations: readonly IntegrationView[]; canEdit: boolean };

/** What is broken comes first; when nothing is, one line says so. */
export function WhatNeedsAttention({ org, integrations, canEdit }: Props) {
  const broken = byUrgency(integrations.filter(({ state }) => groupOf(state) === 'attention'));
  if (broken.length === 0) return <AllWell integrations={integrations} />;
  return (
    <section aria-labelledby="attention" className="flex flex-col gap-3">
      <h2 id="attention" className="font-semibold">
        {plural(broken.length, 'integration needs', 'integrations need')} attention
      </h2>
      <AttentionList org={org} items={broken} canEdit={canEdit} />
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
