import { WebhookEndpoint } from '@patchbay/db';
import { defineVerb } from '../kernel/index.ts';
import { ListSourcesInput, type SourceView } from '../webhooks/schemas.ts';
import { viewSources } from './view.ts';

/** The organization's sources by name, without their secrets: three queries. */
export const listSources = defineVerb({
  name: 'sources.list',
  permission: 'webhooks:read',
  input: ListSourcesInput,
  async run(ctx, { provider }): Promise<SourceView[]> {
    const em = ctx.runtime.orm.em.fork();
    const { organizationId } = ctx.principal;
    const rows = await em.find(
      WebhookEndpoint,
      { organizationId, removedAt: null, ...(provider === undefined ? {} : { provider }) },
      { orderBy: { name: 'asc', createdAt: 'asc' } },
    );
    return viewSources(em, ctx, rows);
  },
});
