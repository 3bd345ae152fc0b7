import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, Outlet, useLoaderData, useLocation } from '@remix-run/react';
import { clsx } from 'clsx';
import { openIntegration } from '../../integrations/access.server.ts';
import { useIntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { HoldNote } from './hold-note.tsx';
import { OperationNav } from './operation-nav.tsx';
import type { RunContext } from './run-context.ts';

export const meta: MetaFunction = () => [{ title: 'Operations · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller, integration } = await openIntegration(args);
  const { provider } = integration;
  const [operations, limits] = await orRefuse(
    args.context,
    Promise.all([caller.operations.list({ provider }), caller.calls.limits({ provider })]),
  );
  const listed = operations.map(({ name, title, effect }) => ({ name, title, effect }));
  return { operations: listed, limits };
}

export default function RunLayout() {
  const { operations, limits } = useLoaderData<typeof loader>();
  const page = useIntegrationPage();
  const path = integrationPath(page.org, page.integration.provider, 'operations');
  const atList = useLocation().pathname === path;
  const context: RunContext = { ...page, operations, limits };
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[260px_minmax(0,1fr)]">
      <div className={clsx(!atList && 'max-lg:hidden')}>
        <OperationNav page={page} operations={operations} />
      </div>
      <div className={clsx('flex min-w-0 flex-col gap-6', atList && 'max-lg:hidden')}>
        <HoldNote limits={limits} />
        <Outlet context={context} />
      </div>
    </div>
  );
}
