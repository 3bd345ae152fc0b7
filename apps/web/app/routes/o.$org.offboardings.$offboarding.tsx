import { Card, Page, RelativeTime } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { useFollow } from '../accounts/use-follow.ts';
import { textOf } from '../forms/attempt.server.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { redirectWithRefusal, tryAct } from '../integrations/act.server.ts';
import { RemovalList } from '../offboarding/removal-list.tsx';
import { State } from '../offboarding/state.tsx';
import { counted, progressWords, reportWords } from '../offboarding/words.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Offboarding report · Patchbay' }];
export const handle = { crumb: () => [{ label: 'Offboardings' }, { label: 'Report' }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const offboardingId = args.params.offboarding ?? '';
  return orRefuse(args.context, caller.offboardings.get({ offboardingId }));
}

/** Tries one account again; everything else has a page of its own. */
export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const back = `/o/${organization.slug}/offboardings/${args.params.offboarding}`;
  const removalId = textOf(form, 'removal');
  const done = await tryAct(args.context, () => caller.offboardings.retry({ removalId }));
  if (!done.ok) return redirectWithRefusal(back, done);
  return redirectWithNotice(back, 'Trying again now.');
}

export default function OffboardingPage() {
  const report = useLoaderData<typeof loader>();
  const { base, name, may } = useOrganization();
  const { person, removals } = report;
  const path = `${base}/offboardings/${report.id}`;
  useFollow(report.state === 'running');
  return (
    <Page
      title={person.name}
      note={`${person.email} ${report.kind === 'person' ? 'was deleted from this Patchbay' : `left ${name}`}.`}
      actions={<Downloads path={path} />}
    >
      <Card className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-4">
        <State {...reportWords[report.state]} />
        <span>{progressWords(report)}</span>
        {report.keysRevoked > 0 && <span>{counted(report.keysRevoked, 'API key')} revoked</span>}
        <span className="text-muted">
          <RelativeTime at={report.createdAt} /> by {report.by}
        </span>
        {report.reason && <span className="text-muted">“{report.reason}”</span>}
      </Card>
      {removals.length === 0 ? (
        <p className="text-muted">{person.name} had no accounts.</p>
      ) : (
        <Card>
          <RemovalList removals={removals} editable={may('accounts:edit')} path={path} />
        </Card>
      )}
      {report.state === 'running' && (
        <p className="text-sm text-muted">
          What is not done is tried again by itself, for about two days.
        </p>
      )}
      <Outlet />
    </Page>
  );
}

const download =
  'inline-flex h-9 items-center rounded-sm border border-line bg-surface px-3.5 font-medium transition-colors hover:border-control hover:bg-hover';

/** Plain links: a file is no page of the router's. */
function Downloads({ path }: { path: string }) {
  return (
    <>
      <a className={download} href={`${path}/evidence/csv`} download>
        Evidence as CSV
      </a>
      <a className={download} href={`${path}/evidence/json`} download>
        as JSON
      </a>
    </>
  );
}
