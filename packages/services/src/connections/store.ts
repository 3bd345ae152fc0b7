import type { EntityManager } from '@mikro-orm/postgresql';
import { IntegrationCredential, IntegrationPendingGrant } from '@patchbay/db';
import type { ConnectedAccount } from '@patchbay/providers';
import { forgetHealth, moveTo, stampChange } from '../integrations/save.ts';
import type { AuditEntry, Permitted } from '../kernel/index.ts';
import { sealingDataKey, sealText } from '../vault/index.ts';
import type { FoundConnection } from './find.ts';
import { refreshMoment } from './refresh-margin.ts';
import { type KeptGrant, tokenFields } from './token-texts.ts';

export type NewConnection = { grant: KeptGrant; account: ConnectedAccount };

/**
 * Makes a grant the connection of a locked integration, in place of an older one. What was known about the health
 * of the older one counts no more; the next check decides.
 */
export async function storeConnection(
  em: EntityManager,
  ctx: Permitted,
  found: FoundConnection,
  { grant, account }: NewConnection,
): Promise<AuditEntry> {
  const { row, credential } = found;
  const now = ctx.runtime.clock.now();
  const before = credential && {
    accountName: credential.accountName,
    broken: credential.brokenAt !== null && credential.brokenAt !== undefined,
  };
  const values = {
    ...(await sealedTokens(em, ctx, found, grant)),
    provider: row.provider,
    connectionType: grant.connectionType,
    app: grant.app,
    clientId: grant.clientId,
    accountId: account.id,
    accountName: account.name,
    accountDetails: { ...grant.details, ...account.details },
    tokenType: grant.tokenType,
    scopes: grant.scopes,
    expiresAt: grant.expiresAt,
    refreshTokenExpiresAt: grant.refreshExpiresAt,
    refreshAt: grant.refreshToken === null ? null : refreshMoment(now, grant.expiresAt),
    refreshStartedAt: null,
    refreshFailures: 0,
    refreshRetryAt: null,
    refreshError: null,
    lastRefreshedAt: null,
    brokenAt: null,
    brokenReason: null,
    connectedAt: now,
    connectedBy: ctx.principal.actor.type === 'user' ? ctx.principal.actor.id : null,
    updatedAt: now,
  };
  if (credential) em.assign(credential, { ...values, generation: credential.generation + 1 });
  else {
    const { id: integration, organizationId } = row;
    found.credential = em.create(IntegrationCredential, { integration, organizationId, ...values });
  }
  await em.nativeDelete(IntegrationPendingGrant, { integration: row.id });
  row.revision += 1;
  forgetHealth(row);
  moveTo(row, 'configured', now);
  stampChange(ctx, row);
  if (ctx.principal.actor.type === 'user') row.createdBy ??= ctx.principal.actor.id;
  return {
    action: 'integration.connected',
    subject: { type: 'integration', id: row.id },
    provider: row.provider,
    details: {
      provider: row.provider,
      accountName: account.name,
      accountId: account.id,
      connectionType: grant.connectionType,
      app: grant.app,
      scopes: grant.scopes,
      ...(before && { before }),
    },
  };
}

async function sealedTokens(
  em: EntityManager,
  { runtime }: Permitted,
  { row }: FoundConnection,
  { accessToken, refreshToken }: KeptGrant,
) {
  const place = { organizationId: row.organizationId, integrationId: row.id };
  const sealing = await sealingDataKey(em, runtime.keys, row.organizationId);
  return {
    accessToken: await sealText(sealing, { ...place, field: tokenFields.access }, accessToken),
    refreshToken:
      refreshToken &&
      (await sealText(sealing, { ...place, field: tokenFields.refresh }, refreshToken)),
  };
}
