import { IntegrationAccount, IntegrationConfig, User } from '@patchbay/db';
import {
  catalog,
  describeAccounts,
  type Provider,
  settingsFromEnvironment,
} from '@patchbay/providers';
import { z } from 'zod';
import { defineVerb, type Runtime } from '../kernel/index.ts';
import { ownId } from './find.ts';
import type { AccountOfferView } from './schemas.ts';
import { notSetUp, paused } from './system.ts';
import { toAccountView } from './view.ts';

type Config = Pick<IntegrationConfig, 'provider' | 'enabled' | 'status'>;

/** Every provider with accounts, whether one can have an account there now, and the caller's own. Three queries. */
export const listAccountOffers = defineVerb({
  name: 'accounts.offers',
  permission: 'accounts:own',
  alternative: 'accounts:read',
  input: z.object({}),
  async run(ctx): Promise<AccountOfferView[]> {
    const { organizationId } = ctx.principal;
    const em = ctx.runtime.orm.em.fork();
    const configs = await em.find(IntegrationConfig, { organizationId });
    const userId = ownId(ctx);
    const person = userId === null ? null : await em.findOne(User, { id: userId });
    const own = person
      ? await em.find(IntegrationAccount, {
          organizationId,
          userId: person.id,
          status: { $ne: 'deleted' },
        })
      : [];
    return providersWithAccounts().flatMap((provider) => {
      const abilities = describeAccounts(provider);
      const config = configs.find((each) => each.provider === provider.key);
      const row = own.find((each) => each.provider === provider.key);
      if (!abilities) return [];
      const { name, vendor, category, description } = provider.about;
      return [
        {
          provider: provider.key,
          name,
          vendor,
          category,
          description,
          ...availability(ctx.runtime, provider, config),
          abilities,
          account: row && person ? toAccountView(row, person) : null,
        },
      ];
    });
  },
});

const providersWithAccounts = (): Provider[] =>
  Object.values<Provider>(catalog).filter(({ accounts }) => accounts !== undefined);

type Availability = Pick<AccountOfferView, 'available' | 'reason' | 'source'>;

function availability(
  { variables = {} }: Pick<Runtime, 'variables'>,
  provider: Provider,
  config: Config | undefined,
): Availability {
  if (config?.enabled === false) return closed(paused(provider));
  if (config && config.status !== 'not_configured')
    return { available: true, reason: null, source: 'organization' };
  const { settings, problem } = settingsFromEnvironment(provider, variables);
  if (settings) return { available: true, reason: null, source: 'environment' };
  return closed(problem ?? notSetUp(provider));
}

const closed = (reason: string): Availability => ({ available: false, reason, source: null });
