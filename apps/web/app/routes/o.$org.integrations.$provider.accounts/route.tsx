import { Anchor, ButtonLink, EmptyState, Section } from '@patchbay/ui';
import { data, type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { UsersRound } from 'lucide-react';
import { countStandings } from '../../accounts/count-standings.server.ts';
import { accountsPath } from '../../accounts/paths.ts';
import { useIntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { plural } from '../../integrations/words.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export const meta: MetaFunction = () => [{ title: 'Accounts · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Accounts' }) };

/** How many people stand how with this system; who they are is on the grid. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  const offers = await orRefuse(args.context, caller.accounts.offers());
  const offer = offers.find((each) => each.provider === provider);
  if (!offer) {
    const { requestId } = args.context;
    throw data({ message: 'It has no accounts of people.', requestId }, { status: 404 });
  }
  const [counts, { checks }] = await orRefuse(
    args.context,
    Promise.all([countStandings(caller, provider), caller.drift.summary()]),
  );
  const drift = checks.find((check) => check.provider === provider) ?? null;
  return { offer, counts, drift };
}

export default function IntegrationAccountsPage() {
  const { offer, counts, drift } = useLoaderData<typeof loader>();
  const { org, integration } = useIntegrationPage();
  const { provider, name } = integration;
  const grid = accountsPath(org);
  const { abilities, available, reason } = offer;
  if (!available && counts.every(({ count }) => count === 0))
    return (
      <Section title="Accounts of people" flush>
        <EmptyState
          icon={<UsersRound />}
          title="Nobody can have an account yet"
          actions={
            <ButtonLink href={integrationPath(org, provider, 'configuration')}>
              Configure {name}
            </ButtonLink>
          }
        >
          {reason} Once {name} is set up, people make their own accounts here, and admins give,
          suspend and remove them.
        </EmptyState>
      </Section>
    );
  return (
    <>
      <Section
        title="Accounts of people"
        note={
          available
            ? `Kept at ${name}${offer.source === 'environment' ? ', by the settings of this Patchbay' : ''}.`
            : reason
        }
        actions={
          <ButtonLink size="sm" href={`${grid}?system=${provider}`}>
            Open people
          </ButtonLink>
        }
      >
        <dl className="flex flex-wrap gap-x-12 gap-y-4">
          {counts.map(({ state, label, count, more }) => (
            <div key={state}>
              <dt className="text-sm text-muted">{label}</dt>
              <dd className="text-xl font-semibold tabular-nums">
                <Anchor
                  href={`${grid}?system=${provider}&state=${state}`}
                  className="rounded-xs hover:underline"
                >
                  {count}
                  {more && '+'}
                </Anchor>
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="What can be done" note={`As ${name} declares it.`} flush>
        <ul className="divide-y divide-line">
          {abilitiesOf(abilities).map(({ word, can }) => (
            <li key={word} className="flex items-center justify-between gap-4 px-5 py-2.5">
              <span>{word}</span>
              <span className={can ? 'text-sm font-medium' : 'text-sm text-muted'}>
                {can ? 'Yes' : 'No'}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {drift && (
        <p className="text-sm text-muted">
          {drift.open === 0
            ? 'Nothing differs between this system and what stands here.'
            : `${plural(drift.open, 'account')} ${drift.open === 1 ? 'differs' : 'differ'} between this system and what stands here.`}{' '}
          <ButtonLink size="sm" variant="quiet" href={`${grid}/drift?system=${provider}`}>
            See drift
          </ButtonLink>
        </p>
      )}
    </>
  );
}

type Abilities = Awaited<ReturnType<typeof loader>>['offer']['abilities'];

const abilitiesOf = (abilities: Abilities) => [
  { word: 'Suspend and resume', can: abilities.canSuspend },
  { word: 'Make a new password, shown once', can: abilities.canResetSecret },
  { word: 'Remove', can: abilities.canRemove },
  { word: 'Take over an account by its password', can: abilities.canProve },
  { word: 'List all accounts, to find what differs', can: abilities.canList },
];
