import { ButtonLink, Page, Tabs } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useLocation } from '@remix-run/react';
import { UserMinus } from 'lucide-react';
import { accountsPath } from '../../accounts/paths.ts';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { unlessFilters as shouldRevalidate } from '../../frame/unless-filters.ts';
export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Accounts · Patchbay' }];
export const handle = {
  crumb: (loaded: unknown) =>
    loaded ? { label: 'Accounts', href: accountsPath(Object(loaded).slug) } : [],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const { open } = await orRefuse(args.context, caller.drift.summary());
  return { slug: organization.slug, open };
}

/** People and their accounts in all systems: the grid, what is done to many at once, what is out of step. */
export default function AccountsLayout() {
  const { slug, open } = useLoaderData<typeof loader>();
  const { name } = useOrganization();
  const { pathname } = useLocation();
  const base = accountsPath(slug);
  const isUnder = (path: string) => pathname.startsWith(`${base}/${path}`);
  return (
    <Page
      title="Accounts"
      note={`Who in ${name} has an account where. Give, suspend and take them here; the systems follow.`}
      actions={
        <ButtonLink href={`/o/${slug}/offboardings`} icon={<UserMinus aria-hidden />}>
          Offboardings
        </ButtonLink>
      }
      tabs={
        <Tabs
          label="Accounts"
          tabs={[
            { label: 'People', href: base, current: pathname === base || isUnder('people') },
            {
              label: <DriftLabel open={open} />,
              href: `${base}/drift`,
              current: isUnder('drift'),
            },
            {
              label: 'Bulk changes',
              href: `${base}/bulks`,
              current: isUnder('bulks') || isUnder('plan'),
            },
          ]}
        />
      }
    >
      <Outlet />
    </Page>
  );
}

/** With how many differences wait for somebody. */
function DriftLabel({ open }: { open: number }) {
  if (open === 0) return 'Drift';
  return (
    <span className="flex items-center gap-2">
      Drift
      <span className="grid h-5 min-w-5 place-items-center rounded-full bg-warn-soft px-1.5 text-xs font-semibold text-warn tabular-nums">
        {open}
        <span className="sr-only"> open</span>
      </span>
    </span>
  );
}
