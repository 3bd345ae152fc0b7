import type { WindowView } from '@patchbay/services/schemas';
import {
  Badge,
  ButtonLink,
  Card,
  Cell,
  EmptyState,
  HeadCell,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { BellOff, CalendarClock, CircleCheck, Plus } from 'lucide-react';
import { rhythmOf } from '../alerts/words.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Maintenance · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return { windows: await orRefuse(args.context, caller.alerts.windows()) };
}

const states = {
  open: { word: 'Quiet now', tone: 'accent', icon: <BellOff aria-hidden /> },
  ahead: { word: 'Planned', tone: 'calm', icon: <CalendarClock aria-hidden /> },
  over: { word: 'Over', tone: 'calm', icon: <CircleCheck aria-hidden /> },
} as const;

export default function MaintenancePage() {
  const { windows } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const editable = may('settings:edit');
  const plan = editable && (
    <ButtonLink
      href={`${base}/alerts/maintenance/new`}
      variant="primary"
      icon={<Plus aria-hidden />}
    >
      Plan maintenance
    </ButtonLink>
  );
  return (
    <>
      {windows.length > 0 && plan && <div className="flex justify-end">{plan}</div>}
      <Card>
        {windows.length === 0 ? (
          <EmptyState icon={<BellOff />} title="No maintenance is planned" actions={plan}>
            While it lasts alerts are kept quiet and put on record. What is still open at its end is
            told then.
          </EmptyState>
        ) : (
          <Table caption="Maintenance windows">
            <TableHead>
              <HeadCell>What for</HeadCell>
              <HeadCell>About</HeadCell>
              <HeadCell>When</HeadCell>
              <HeadCell>State</HeadCell>
              {editable && (
                <HeadCell>
                  <span className="sr-only">Actions</span>
                </HeadCell>
              )}
            </TableHead>
            <TableBody>
              {windows.map((window) => (
                <Row key={window.id}>
                  <Cell className="font-medium">{window.name}</Cell>
                  <Cell label="About" className="text-muted">
                    {window.integrationName ?? 'Everything'}
                  </Cell>
                  <Cell label="When" className="text-muted">
                    <When window={window} />
                  </Cell>
                  <Cell label="State">
                    <Badge tone={states[window.state].tone} icon={states[window.state].icon}>
                      {states[window.state].word}
                    </Badge>
                  </Cell>
                  {editable && (
                    <Cell className="text-right max-sm:justify-end">
                      <ButtonLink
                        size="sm"
                        variant="quiet"
                        className="-mr-2.5"
                        href={`${base}/alerts/maintenance/${window.id}/end`}
                        aria-label={`End ${window.name}`}
                      >
                        {window.state === 'over' ? 'Remove' : 'End'}
                      </ButtonLink>
                    </Cell>
                  )}
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
      <Outlet />
    </>
  );
}

function When({ window }: { window: WindowView }) {
  if (window.startsAt && window.endsAt)
    return (
      <span>
        <RelativeTime at={window.startsAt} /> to <RelativeTime at={window.endsAt} />
      </span>
    );
  return <span>{rhythmOf(window)}</span>;
}
