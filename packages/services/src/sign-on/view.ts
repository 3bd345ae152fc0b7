import { signOnScopes } from '@patchbay/core';
import type { SignOnClient } from '@patchbay/db';
import type { SignOnClientView } from './schemas.ts';

export const viewClient = (row: SignOnClient, people: number): SignOnClientView => ({
  clientId: row.clientId,
  name: row.name,
  kind: row.tokenEndpointAuthMethod === 'none' ? 'public' : 'confidential',
  redirectUris: row.redirectUris,
  scopes: signOnScopes.filter((scope) => row.scopes.includes(scope)),
  requirePkce: row.requirePkce,
  createdAt: row.createdAt,
  people,
});

/** The audit's words for a tool: what it may do, and never its secret. */
export const clientDetails = (row: SignOnClient) => ({
  name: row.name,
  kind: row.tokenEndpointAuthMethod === 'none' ? 'public' : 'confidential',
  redirectUris: row.redirectUris,
  scopes: row.scopes,
  requirePkce: row.requirePkce,
});
