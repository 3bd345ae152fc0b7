import type { IntegrationState } from '@patchbay/core';
import type { IntegrationView, RepairView } from '@patchbay/services/schemas';
import { Card, ProviderMark, RelativeTime, StateBadge } from '@patchbay/ui';
import { CardLink } from '../integrations/card-link.tsx';
import { groupOf } from '../integrations/groups.ts';
import { integrationPath } from '../integrations/paths.ts';
import { RepairStep } from './repair-step.tsx';
import { SeverityBadge } from './severity.tsx';

type RepairListProps = {
  org: string;
  repairs: readonly RepairView[];
  /** The organization's integrations: a repair is shown with the state its integration has everywhere else. */
  integrations: readonly IntegrationView[];
  canEdit: boolean;
};

/** What is wrong, why, since when, and the one step that mends it; the most urgent first. */
export function RepairList({ org, repairs, integrations, canEdit }: RepairListProps) {
  const states = new Map(integrations.map(({ id, state }) => [id, state]));
  return (
    <Card className="overflow-hidden">
      <ul className="divide-y divide-line">
        {repairs.map((repair) => (
          <li key={repair.id}>
            <RepairRow
              org={org}
              repair={repair}
              state={states.get(repair.integrationId)}
              canEdit={canEdit}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

type RepairRowProps = {
  org: string;
  repair: RepairView;
  state: IntegrationState | undefined;
  canEdit: boolean;
};

function RepairRow({ org, repair, state, canEdit }: RepairRowProps) {
  const { provider, name, label, severity, what, why, since, dueAt } = repair;
  const about = `repair-${repair.id}`;
  return (
    <div className="relative grid grid-cols-[36px_minmax(0,1fr)] items-start gap-x-4 gap-y-3 px-4 py-4 transition-colors hover:bg-hover/55 md:grid-cols-[36px_minmax(0,1fr)_auto] md:items-center">
      <ProviderMark brand={provider} name={name} />
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <CardLink href={integrationPath(org, provider)} label={label} describedBy={about} />
          <Urgency state={state} severity={severity} />
        </div>
        <div id={about} className="flex flex-col gap-0.5">
          <p className="text-pretty wrap-anywhere">{what}</p>
          <p className="text-sm text-pretty wrap-anywhere text-muted">
            {why} Began <RelativeTime at={since} focusable={false} />
            {dueAt && (
              <>
                , due <RelativeTime at={dueAt} focusable={false} />
              </>
            )}
            .
          </p>
        </div>
      </div>
      {canEdit && (
        <div className="relative z-10 w-fit max-md:col-start-2 md:justify-self-end">
          <RepairStep org={org} repair={repair} />
        </div>
      )}
    </div>
  );
}

type UrgencyProps = { state: IntegrationState | undefined; severity: RepairView['severity'] };

/** What is broken has a word already; for what only will be, how soon. */
function Urgency({ state, severity }: UrgencyProps) {
  const isBroken = state !== undefined && groupOf(state) === 'attention';
  return isBroken ? <StateBadge state={state} /> : <SeverityBadge severity={severity} />;
}
