import { IntegrationRef } from '../integrations/schemas.ts';
import { defineVerb } from '../kernel/index.ts';
import { requireConnection } from './find.ts';
import type { ConnectionView } from './schemas.ts';
import { viewConnection } from './view.ts';

/** The connection of an integration, its account, scopes and expiry, and the ways to make one. Errors: `not_found`. */
export const getConnection = defineVerb({
  name: 'connections.get',
  permission: 'settings:read',
  input: IntegrationRef,
  async run(ctx, input): Promise<ConnectionView> {
    const em = ctx.runtime.orm.em.fork();
    const found = await requireConnection(em, ctx.principal.organizationId, input);
    return viewConnection(em, ctx.runtime, found);
  },
});
