import { IntegrationConfig } from '@patchbay/db';
import { findProvider, providerKeys, requireProvider } from '@patchbay/providers';
import { defineVerb } from '../kernel/index.ts';
import { accountsOf } from './accounts.ts';
import { emptyHeartbeat, heartbeatsOf, spanOf } from './heartbeat.ts';
import { sandboxOf } from './sandbox.ts';
import { type IntegrationView, ListIntegrationsInput } from './schemas.ts';
import { toIntegrationView } from './view.ts';

/** All integrations of the organization, ordered by provider key; three queries, whatever it holds. */
export const listIntegrations = defineVerb({
  name: 'integrations.list',
  permission: 'settings:read',
  input: ListIntegrationsInput,
  async run(ctx, input): Promise<IntegrationView[]> {
    const em = ctx.runtime.orm.em.fork();
    const { organizationId } = ctx.principal;
    const provider = { $in: keysIn(input.category) };
    const status = input.status && { status: input.status };
    const span = spanOf(ctx.runtime.clock.now(), 24);
    const [rows, beats, accounts] = await Promise.all([
      em.find(
        IntegrationConfig,
        { organizationId, provider, ...status },
        { orderBy: { provider: 'asc' }, exclude: ['settings'] },
      ),
      heartbeatsOf(em, { organizationId }, span),
      accountsOf(em, { organizationId }),
    ]);
    const views = rows.flatMap((row) => {
      const known = findProvider(row.provider);
      if (!known) return [];
      const account = accounts.get(row.id) ?? row.accountName ?? null;
      const heartbeat = beats.get(row.id) ?? emptyHeartbeat(span);
      // Settings are not read here, so only providers whose address is fixed can be told.
      const sandbox = sandboxOf(known, {}, ctx.runtime.http.rewrites);
      return [toIntegrationView(row, known, { heartbeat, account, sandbox })];
    });
    return views.filter((view) => speaksOf(view, input.search));
  },
});

const keysIn = (category: string | undefined): string[] =>
  providerKeys.filter(
    (key) => category === undefined || requireProvider(key).about.category === category,
  );

/** Every word of the search appears somewhere in what the card shows. */
function speaksOf(view: IntegrationView, search = ''): boolean {
  const text = [view.provider, view.name, view.vendor, view.label, view.category, view.description]
    .join(' ')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
