import type { EntityManager } from '@mikro-orm/postgresql';
import { ApiKey, IntegrationAccount } from '@patchbay/db';
import { describeAccounts, findProvider } from '@patchbay/providers';
import type { OffboardingPlanView } from './schemas.ts';

type Removal = 'deleted' | 'kept' | 'manual';

/** The accounts that a person has in an organization, closed ones left out. */
export const accountsOfPerson = (em: EntityManager, organizationId: string, userId: string) =>
  em.find(
    IntegrationAccount,
    { organizationId, userId, status: { $ne: 'deleted' } },
    { orderBy: { provider: 'asc' } },
  );

/** Working keys that a person made. */
export const keysOfPerson = (
  em: EntityManager,
  organizationId: string,
  createdBy: string,
  now: Date,
) =>
  em.find(
    ApiKey,
    {
      organizationId,
      createdBy,
      revokedAt: null,
      $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }],
    },
    { orderBy: { name: 'asc' } },
  );

/** An account that nothing outside knows of: its making never reached the system, or somebody else has the name. */
export const isNowhere = ({ status, attempts, trouble }: IntegrationAccount): boolean =>
  status === 'provisioning' && (attempts === 0 || trouble === 'taken');

/** What a system does when an account goes; where that depends on its settings, the more careful word. */
export function removalOf(providerKey: string): Removal {
  const provider = findProvider(providerKey);
  const removal = provider ? describeAccounts(provider)?.removal : null;
  return removal ? (removal.leaves ?? 'kept') : 'manual';
}

export function viewPlanned(
  account: IntegrationAccount,
  plan: Removal = removalOf(account.provider),
): OffboardingPlanView['accounts'][number] {
  const provider = findProvider(account.provider);
  const abilities = provider ? describeAccounts(provider) : null;
  return {
    accountId: account.id,
    provider: account.provider,
    providerName: provider?.about.name ?? account.provider,
    noun: abilities?.noun ?? 'Account',
    identifier: account.identifier,
    status: account.status,
    plan,
    about: abilities?.removal?.about ?? null,
  };
}
