import type { IntegrationView } from '@patchbay/services/schemas';
import { Button, ButtonLink, Card, HealthBar, ProviderMark, RelativeTime } from '@patchbay/ui';
import { Form, useNavigation } from '@remix-run/react';
import { ConnectForm } from '../connections/connect-form.tsx';
import { CardLink } from './card-link.tsx';
import { actPath, integrationPath } from './paths.ts';
import { StateOf } from './state-of.tsx';
import { type Repair, repairOf } from './words.ts';

type AttentionListProps = { org: string; items: readonly IntegrationView[]; canEdit: boolean };

/** What is broken, since when, why, and the one act that mends it. */
export function AttentionList({ org, items, canEdit }: AttentionListProps) {
  return (
    <Card className="overflow-hidden">
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <li key={item.id}>
            <AttentionRow org={org} item={item} canEdit={canEdit} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

type AttentionRowProps = { org: string; item: IntegrationView; canEdit: boolean };

function AttentionRow({ org, item, canEdit }: AttentionRowProps) {
  const repair = repairOf(item);
  const why = `why-${item.id}`;
  return (
    <div className="relative grid grid-cols-[36px_minmax(0,1fr)] items-start gap-x-4 gap-y-3 px-4 py-4 transition-colors hover:bg-hover/55 md:grid-cols-[36px_minmax(0,1fr)_auto] md:items-center lg:grid-cols-[36px_minmax(0,1fr)_200px_168px]">
      <ProviderMark brand={item.provider} name={item.name} />
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <CardLink
            href={integrationPath(org, item.provider)}
            label={item.label}
            describedBy={why}
          />
          <StateOf state={item.state} checkable={item.checkable} />
        </div>
        <p id={why} className="text-sm wrap-anywhere text-muted">
          {item.errorMessage ?? repair?.meaning} Began{' '}
          <RelativeTime at={item.statusChangedAt} focusable={false} />
          {item.checksHeld && '; automatic checks are on hold'}.
        </p>
      </div>
      <div className="max-lg:hidden">
        <HealthBar heartbeat={item.heartbeat} />
      </div>
      {canEdit && repair && (
        <div className="relative z-10 w-fit max-md:col-start-2 md:justify-self-end">
          <RepairControl org={org} item={item} repair={repair} />
        </div>
      )}
    </div>
  );
}

type RepairControlProps = { org: string; item: IntegrationView; repair: Repair };

function RepairControl({ org, item, repair }: RepairControlProps) {
  const { provider, label } = item;
  const test = actPath(org, provider, 'test');
  const pending = useNavigation().formAction === test;
  const words = (
    <>
      {repair.label}
      <span className="sr-only"> of {label}</span>
    </>
  );
  if (repair.to === 'connection')
    return (
      <ConnectForm org={org} provider={provider} size="sm">
        {words}
      </ConnectForm>
    );
  if (repair.to === 'configuration')
    return (
      <ButtonLink size="sm" href={integrationPath(org, provider, 'configuration')}>
        {words}
      </ButtonLink>
    );
  return (
    <Form method="post" action={test}>
      <Button size="sm" pending={pending}>
        {words}
      </Button>
    </Form>
  );
}
