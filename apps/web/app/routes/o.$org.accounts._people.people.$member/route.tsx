import { PatchbayProvider, PersonAccount } from '@patchbay/react';
import { ButtonLink, Drawer } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import {
  type MetaFunction,
  useLoaderData,
  useLocation,
  useNavigate,
  useOutletContext,
} from '@remix-run/react';
import { UserMinus } from 'lucide-react';
import { actOnAccount } from '../../accounts/act.server.ts';
import { accountsPath, personPath, personRowId } from '../../accounts/paths.ts';
import { useAnswer } from '../../forms/use-answer.ts';
import { useOrganization } from '../../frame/use-organization.ts';
import { itemOf } from '../../session/item-of.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import type { MatrixPage } from '../o.$org.accounts._people/route.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.member.name ?? 'Accounts'} · Patchbay` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const member = await itemOf(args.context, caller.members.list(), args.params.member);
  const [{ items }, integrations] = await orRefuse(
    args.context,
    Promise.all([
      caller.accounts.list({ personId: member.userId, limit: 100 }),
      caller.accounts.offers(),
    ]),
  );
  const held = items.filter(({ status }) => status !== 'deleted');
  const details = await orRefuse(
    args.context,
    Promise.all(held.map(({ provider, id }) => caller.accounts.get({ provider, accountId: id }))),
  );
  return { member, slug: organization.slug, known: { integrations, details } };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const member = await itemOf(args.context, caller.members.list(), args.params.member);
  const back = personPath(organization.slug, member.id);
  return actOnAccount(args, { back, personId: member.userId });
}

export default function PersonDrawer() {
  const { member, slug, known } = useLoaderData<typeof loader>();
  const { items } = useOutletContext<MatrixPage>();
  const { may, base } = useOrganization();
  const { search } = useLocation();
  const navigate = useNavigate();
  const answer = useAnswer<typeof action>();
  const outcome = answer && 'outcome' in answer ? answer.outcome : undefined;
  const at = items.findIndex(({ memberId }) => memberId === member.id);
  const hrefOf = (row: MatrixPage['items'][number] | undefined) =>
    row && personPath(slug, row.memberId, search);
  const shown = known.integrations.filter(
    ({ provider, available }) =>
      available || known.details.some((account) => account.provider === provider),
  );
  return (
    <Drawer
      title={member.name}
      closeHref={`${accountsPath(slug)}${search}`}
      previousHref={at > 0 ? hrefOf(items[at - 1]) : undefined}
      nextHref={at === -1 ? undefined : hrefOf(items[at + 1])}
      onGo={(href) => navigate(href, { preventScrollReset: true })}
      rowId={personRowId(member.id)}
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 text-sm wrap-anywhere text-muted">{member.email}</p>
        {may('members:edit') && (
          <ButtonLink
            size="sm"
            href={`${base}/settings/members/${member.id}/offboard`}
            icon={<UserMinus aria-hidden />}
          >
            Offboard
          </ButtonLink>
        )}
      </div>
      <PatchbayProvider key={member.id} url="/api/trpc" organization={slug} initial={known}>
        {shown.map((integration) => (
          <PersonAccount
            key={integration.provider}
            person={{ id: member.userId, name: member.name }}
            integration={integration}
            accountId={
              known.details.find((account) => account.provider === integration.provider)?.id ?? null
            }
            editable={may('accounts:edit')}
            target={{
              action: personPath(slug, member.id, search),
              ...(outcome?.provider === integration.provider && { outcome }),
            }}
          />
        ))}
      </PatchbayProvider>
    </Drawer>
  );
}
