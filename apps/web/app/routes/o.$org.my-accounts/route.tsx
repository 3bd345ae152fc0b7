import { roleHas } from '@patchbay/core';
import {
  type IntegrationInfo,
  IntegrationManagement,
  inSentence,
  PatchbayProvider,
} from '@patchbay/react';
import { ButtonLink, Card, EmptyState, Page } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { CircleUserRound } from 'lucide-react';
import { actOnAccount } from '../../accounts/act.server.ts';
import { ConsentBanner } from '../../accounts/consent-banner.tsx';
import { consentPath, ownAccountsPath } from '../../accounts/paths.ts';
import { useAccountConsent } from '../../accounts/use-account-consent.ts';
import { useAnswer } from '../../forms/use-answer.ts';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { NotOffered } from './not-offered.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'My accounts · Patchbay' }];
export const handle = { crumb: () => ({ label: 'My accounts' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  if (!roleHas(organization.role, 'accounts:own')) {
    const { requestId } = args.context;
    throw data({ message: 'Accounts belong to members.', requestId }, { status: 403 });
  }
  const integrations = await orRefuse(args.context, caller.accounts.offers());
  const accounts = await orRefuse(
    args.context,
    Promise.all(
      integrations.map(async ({ provider, account }) => {
        const own = account && (await caller.accounts.get({ provider, accountId: account.id }));
        return [provider, own] as const;
      }),
    ),
  );
  return { integrations, accounts: Object.fromEntries(accounts) };
}

export const action = (args: ActionFunctionArgs) =>
  actOnAccount(args, { back: `/o/${args.params.org}/my-accounts` });

export default function MyAccountsPage() {
  const known = useLoaderData<typeof loader>();
  const { slug, name } = useOrganization();
  const offered = known.integrations.filter(isOffered).toSorted(ownFirst);
  const rest = known.integrations.filter((each) => !isOffered(each));
  return (
    <Page
      title="My accounts"
      note={`Your own accounts in the systems of ${name}. You make them here, and only you see their passwords, once.`}
      width="narrow"
    >
      <ConsentBanner integrations={known.integrations} back={ownAccountsPath(slug)} />
      <PatchbayProvider key={slug} url="/api/trpc" organization={slug} initial={known}>
        {offered.length === 0 && <NothingYet />}
        {offered.map((integration) => (
          <Management key={integration.provider} integration={integration} slug={slug} />
        ))}
      </PatchbayProvider>
      {rest.length > 0 && offered.length > 0 && <NotOffered integrations={rest} />}
    </Page>
  );
}

const isOffered = ({ available, account }: IntegrationInfo) => available || account !== null;

const ownFirst = (a: IntegrationInfo, b: IntegrationInfo) =>
  Number(b.account !== null) - Number(a.account !== null) || a.name.localeCompare(b.name);

function Management({ integration, slug }: { integration: IntegrationInfo; slug: string }) {
  const { provider, name, description, abilities, account } = integration;
  const isBrought = abilities.identifier.choice === 'consent';
  const begin = useAccountConsent(slug, provider);
  const answer = useAnswer<typeof action>();
  const outcome = answer && 'outcome' in answer ? answer.outcome : undefined;
  return (
    <IntegrationManagement
      integrationId={provider}
      title={name}
      description={description}
      createLabel={isBrought ? `Continue to ${name}` : `Create ${inSentence(abilities.noun)}`}
      onConsent={begin}
      target={{
        action: isBrought && !account ? consentPath(slug, provider) : ownAccountsPath(slug),
        ...(outcome?.provider === provider && { outcome }),
      }}
    />
  );
}

function NothingYet() {
  const { base, may } = useOrganization();
  return (
    <Card>
      <EmptyState
        icon={<CircleUserRound />}
        title="No system gives out accounts yet"
        actions={
          may('settings:edit') && <ButtonLink href={`${base}/integrations`}>Set one up</ButtonLink>
        }
      >
        Once chat, mail, a wiki or a shell server is connected here, you make your account in it
        with one click, without waiting for anybody.
      </EmptyState>
    </Card>
  );
}
