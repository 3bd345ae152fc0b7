import type { EventView, ReplayView, SourceView } from '@patchbay/services/schemas';
import { ButtonLink, Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useLocation, useSearchParams } from '@remix-run/react';
import { History, Inbox } from 'lucide-react';
import { useOrganization } from '../../frame/use-organization.ts';
import { FilterBar, FilterSearch, FilterSelect } from '../../parts/filter-bar.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { ranges } from '../../requests/filters.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { eventStates, isFiltered, readEventFilters } from '../../webhooks/event-filters.ts';
import { eventKey } from '../../webhooks/event-key.ts';
import { EventTable } from '../../webhooks/event-table.tsx';
import { PauseButton } from '../../webhooks/pause-button.tsx';
import { ReplayProgress } from '../../webhooks/replay-progress.tsx';
import { usePaused } from '../../webhooks/use-paused.ts';

export { keepBeneath as shouldRevalidate } from '../../frame/keep-beneath.ts';
export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Webhook events · Patchbay' }];

const hourMs = 3_600_000;

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const now = Date.now();
  const [page, sources, replays] = await orRefuse(
    args.context,
    Promise.all([
      caller.events.list(readEventFilters(search, now)),
      caller.sources.list(),
      caller.replays.list({ limit: 5 }),
    ]),
  );
  const recent = replays.items.filter(
    ({ state, finishedAt }) =>
      state === 'running' || (finishedAt && now - finishedAt.getTime() < hourMs),
  );
  return { ...page, sources, replays: recent };
}

export default function EventsPage() {
  const { items: loaded, nextCursor, sources, replays } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const { search } = useLocation();
  const paused = usePaused<EventView>(loaded, search);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-96">
          <EventFilters sources={sources} />
        </div>
        <div className="flex gap-2">
          <PauseButton {...paused} />
          {may('webhooks:edit') && (
            <ButtonLink
              size="sm"
              icon={<History aria-hidden />}
              href={`${base}/webhooks/events/replay${search}`}
            >
              Replay
            </ButtonLink>
          )}
        </div>
      </div>
      <Replays replays={replays} />
      <Card>
        {paused.items.length > 0 ? (
          <EventTable
            events={paused.items}
            hrefOf={(event) => `${base}/webhooks/events/${eventKey(event)}${search}`}
          />
        ) : (
          <NoEvents hasSources={sources.length > 0} />
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
      <Outlet context={paused.items} />
    </>
  );
}

function EventFilters({ sources }: { sources: readonly SourceView[] }) {
  const named = sources.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <FilterBar>
      <FilterSelect name="source" label="Source" any="All sources" options={named} />
      <FilterSelect name="state" label="State" any="Any state" options={eventStates} />
      <FilterSelect name="range" label="Time" any="Any time" options={ranges} />
      <FilterSearch name="type" label="Event type" />
    </FilterBar>
  );
}

function Replays({ replays }: { replays: readonly ReplayView[] }) {
  const { base, may } = useOrganization();
  if (replays.length === 0) return null;
  return (
    <Card>
      <ul aria-label="Replays" className="divide-y divide-line">
        {replays.map((replay) => (
          <ReplayProgress
            key={replay.id}
            replay={replay}
            base={base}
            editable={may('webhooks:edit')}
          />
        ))}
      </ul>
    </Card>
  );
}

function NoEvents({ hasSources }: { hasSources: boolean }) {
  const [search] = useSearchParams();
  const { base } = useOrganization();
  if (isFiltered(search))
    return (
      <EmptyState icon={<Inbox />} title="No event fits these filters">
        Widen the time, or take a filter away.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Inbox />}
      title="No event has arrived yet"
      actions={
        !hasSources && (
          <ButtonLink href={`${base}/webhooks/sources/new`} variant="primary">
            Add a source
          </ButtonLink>
        )
      }
    >
      Every verified request appears here the moment it arrives, with its body byte for byte and who
      it was handed to.
    </EmptyState>
  );
}
