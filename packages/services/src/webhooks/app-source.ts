import { randomUUID } from 'node:crypto';
import { randomToken } from '@patchbay/core';
import { IntegrationCredential, WebhookEndpoint } from '@patchbay/db';
import { requireProvider } from '@patchbay/providers';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { valueAt } from './content.ts';
import { buildSource, type Source } from './source.ts';

/** Most accounts that one event is looked up for: a shared channel has a few. */
const mostAccounts = 10;

/** The accounts that an event of an app concerns, from where the provider says they stand. */
export function accountsIn(pointers: readonly string[], content: unknown): string[] {
  const found = pointers.flatMap((pointer) => {
    const every = pointer.split('/*');
    const [head = '', tail] = every;
    if (tail === undefined) return [valueAt(content, pointer)];
    return Array.from({ length: mostAccounts }, (_, at) =>
      valueAt(content, `${head}/${at}${tail}`),
    );
  });
  const accounts = found.filter((account): account is string => account !== undefined);
  return [...new Set(accounts)].slice(0, mostAccounts);
}

/**
 * The sources of every organization that is connected with one of these accounts through the operator's app. A source
 * is made when the first event comes.
 */
export async function loadAppSources(
  runtime: Runtime,
  provider: string,
  accounts: readonly string[],
): Promise<Source[]> {
  const em = runtime.orm.em.fork();
  const credentials = await em.find(
    IntegrationCredential,
    { provider, accountId: { $in: [...accounts] }, app: 'shared' },
    { fields: ['integration', 'organizationId'] },
  );
  const sources = await Promise.all(
    credentials.map(async ({ integration, organizationId }) => {
      const row = await appEndpoint(runtime, { provider, integration, organizationId });
      return row && buildSource(runtime.orm.em.fork(), runtime, row);
    }),
  );
  return sources.filter((source) => source !== null);
}

type AppPlace = { provider: string; integration: string; organizationId: string };

async function appEndpoint(
  runtime: Runtime,
  { provider, integration, organizationId }: AppPlace,
): Promise<WebhookEndpoint | null> {
  const em = runtime.orm.em.fork();
  const { name } = requireProvider(provider).about;
  // No address leads to it; the token only has to be there.
  await sql`insert into webhook_endpoints (id, organization_id, integration_id, kind, provider, name, token)
    values (${randomUUID()}, ${organizationId}, ${integration}, 'app', ${provider}, ${name}, ${randomToken(26)})
    on conflict (integration_id) where kind = 'app' do nothing`.execute(em.getKysely());
  return em.findOne(WebhookEndpoint, { integration, kind: 'app', enabled: true });
}
