import { randomToken, signOnScopes } from '@patchbay/core';
import { sha256Hex } from '@patchbay/crypto';
import { SignOnClient } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { type CreatedSignOnClientView, CreateSignOnClientInput } from './schemas.ts';
import { clientDetails, viewClient } from './view.ts';

/**
 * Registers a tool that members of the organization can sign in to, and answers its secret once. A tool belongs to
 * one organization, since whoever it lets in is taken for one of its people.
 */
export const createSignOnClient = defineVerb({
  name: 'signOn.create',
  permission: 'keys:edit',
  input: CreateSignOnClientInput,
  run: async (ctx, input): Promise<CreatedSignOnClientView> => {
    const { organizationId } = ctx.principal;
    const isPublic = input.kind === 'public';
    const secret = isPublic ? null : newSecret();
    const clientSecret = secret === null ? null : await sha256Hex(secret);
    return change(ctx, async (em) => {
      const now = ctx.runtime.clock.now();
      const row = em.create(SignOnClient, {
        clientId: randomToken(24),
        clientSecret,
        organizationId,
        name: input.name,
        redirectUris: [...new Set(input.redirectUris)],
        scopes: signOnScopes.filter((s) => s === 'openid' || input.scopes.includes(s)),
        tokenEndpointAuthMethod: isPublic ? 'none' : 'client_secret_basic',
        applicationType: isPublic ? 'native' : 'web',
        grantTypes: ['authorization_code'],
        responseTypes: ['code'],
        requirePkce: isPublic || input.requirePkce,
        metadata: { organizationId },
        createdAt: now,
        updatedAt: now,
      });
      await em.flush();
      return {
        value: { ...viewClient(row, 0), secret },
        audit: {
          action: 'sign_on_client.created',
          subject: { type: 'sign_on_client', id: row.id },
          details: { before: null, after: clientDetails(row) },
        },
      };
    });
  },
});

/** 200 bits, so that its plain digest is enough to keep. */
export const newSecret = (): string => `pbs_${randomToken(40)}`;
