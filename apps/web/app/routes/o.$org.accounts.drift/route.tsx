import type { DriftPlan } from '@patchbay/services/schemas';
import { Card, EmptyState } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useSearchParams } from '@remix-run/react';
import { CircleCheck, Scale } from 'lucide-react';
import { kindOptions, stateOptions } from '../../accounts/drift-words.ts';
import { accountsPath } from '../../accounts/paths.ts';
import { useFollow } from '../../accounts/use-follow.ts';
import { textOf } from '../../forms/attempt.server.ts';
import { useOrganization } from '../../frame/use-organization.ts';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { FilterBar, FilterSearch, FilterSelect } from '../../parts/filter-bar.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { CheckList } from './check-list.tsx';
import { FindingList } from './finding-list.tsx';
import { readDriftQuery } from './read-query.ts';

export const meta = () => [{ title: 'Drift · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Drift' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const [summary, page] = await orRefuse(
    args.context,
    Promise.all([caller.drift.summary(), caller.drift.list(readDriftQuery(search))]),
  );
  return { summary, ...page, slug: organization.slug };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const back = `${accountsPath(organization.slug)}/drift${new URL(args.request.url).search}`;
  const driftId = textOf(form, 'drift');
  const intent = textOf(form, 'intent');
  const done = await tryAct(args.context, async () => {
    if (intent === 'check') {
      const provider = textOf(form, 'provider');
      await caller.drift.check(provider ? { provider } : {});
      return 'Comparing. What differs appears here.';
    }
    if (intent === 'ignore') {
      await caller.drift.ignore({ driftId, reason: textOf(form, 'reason') });
      return 'Ignored. It stays under “Ignored” with your reason.';
    }
    if (intent === 'unignore') {
      await caller.drift.unignore({ driftId });
      return 'It is open again.';
    }
    const plan = plans.find((each) => each === intent);
    if (plan === undefined) throw data(null, { status: 400 });
    const { outcome } = await caller.drift.resolve({ driftId, plan });
    return outcome === 'done' ? 'Done.' : 'Begun. The finding goes when it is done.';
  });
  if (!done.ok) return redirectWithRefusal(back, done);
  return redirectWithNotice(back, done.value);
}

const plans: readonly Exclude<DriftPlan, 'adopt'>[] = [
  'remove_outside',
  'recreate',
  'forget',
  'suspend_outside',
  'resume_outside',
  'accept_outside',
];

export default function DriftPage() {
  const { summary, items, nextCursor, slug } = useLoaderData<typeof loader>();
  const { may } = useOrganization();
  const [search] = useSearchParams();
  const editable = may('accounts:edit');
  useFollow(summary.checks.some(({ state }) => state === 'running'));
  const named = summary.checks.map(({ provider, providerName }) => ({
    value: provider,
    label: providerName,
  }));
  if (summary.checks.length === 0)
    return (
      <Card>
        <EmptyState icon={<Scale />} title="There is nothing to compare yet">
          Once a system with accounts is connected, what stands there is compared with what stands
          here, and differences wait on this page. Nothing is changed without you.
        </EmptyState>
      </Card>
    );
  return (
    <>
      <CheckList checks={summary.checks} editable={editable} slug={slug} />
      <FilterBar>
        <FilterSearch name="q" label="Account" />
        <FilterSelect name="system" label="System" any="All systems" options={named} />
        <FilterSelect name="kind" label="Difference" any="Any difference" options={kindOptions} />
        <FilterSelect name="state" label="State" any="Open" options={stateOptions} />
      </FilterBar>
      <Card>
        {items.length === 0 ? (
          <NothingFound filtered={[...search.values()].some(Boolean)} />
        ) : (
          <FindingList items={items} editable={editable} slug={slug} />
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
      <Outlet />
    </>
  );
}

function NothingFound({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState icon={<Scale />} title="No difference fits these filters">
        Take one away to see more.
      </EmptyState>
    );
  return (
    <EmptyState icon={<CircleCheck />} title="Everything is in step">
      Every account that was found outside is somebody’s here, and in the same state. Systems are
      compared by themselves every night, and whenever you ask.
    </EmptyState>
  );
}
