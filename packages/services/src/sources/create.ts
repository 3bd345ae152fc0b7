import { invalidField, PatchbayError, randomToken } from '@patchbay/core';
import { WebhookEndpoint } from '@patchbay/db';
import { findProvider, findWebhooks, WebhookRules } from '@patchbay/providers';
import { requireIntegration } from '../integrations/find.ts';
import { change, defineVerb } from '../kernel/index.ts';
import { CreateSourceInput, type SourceWithSecretView } from '../webhooks/schemas.ts';
import { rulesOnRecord } from './rules-on-record.ts';
import { addSecret, newSecret } from './secret.ts';
import { viewSource } from './view.ts';
import { withSecret } from './with-secret.ts';

const mostSources = 200;
/** 130 bits: an address that nobody finds. */
const tokenCharacters = 26;

/**
 * Makes an address for a sender. A secret that is made here is answered once. Errors: `not_found` for an unknown
 * sender, `invalid_input` on `secret` and `rules`, `conflict` when there are 200 already.
 */
export const createSource = defineVerb({
  name: 'sources.create',
  permission: 'webhooks:edit',
  input: CreateSourceInput,
  async run(ctx, input): Promise<SourceWithSecretView> {
    const webhooks = findWebhooks(input.provider);
    if (!webhooks) throw new PatchbayError('not_found', 'There is no such sender.');
    if (webhooks.rules && input.rules)
      throw invalidField('rules', `are fixed for ${webhooks.title}`);
    const rules = webhooks.rules ?? input.rules;
    if (!rules) throw invalidField('rules', 'Say how the sender signs.');
    const secret = await newSecret(webhooks, rules.verifier, input.secret);

    return change(ctx, async (em) => {
      const { organizationId, actor } = ctx.principal;
      if ((await em.count(WebhookEndpoint, { organizationId, removedAt: null })) >= mostSources)
        throw new PatchbayError('conflict', `There are ${mostSources} sources already.`);
      const integration = findProvider(input.provider)
        ? (await requireIntegration(em, organizationId, { provider: input.provider })).row
        : null;
      const now = ctx.runtime.clock.now();
      const row = em.create(WebhookEndpoint, {
        organizationId,
        integration: integration?.id ?? null,
        provider: input.provider,
        name: input.name ?? webhooks.title,
        token: randomToken(tokenCharacters),
        rules: webhooks.rules ? null : WebhookRules.parse(rules),
        createdBy: actor.type === 'user' ? actor.id : null,
        createdAt: now,
        updatedAt: now,
      });
      if (input.filters && integration) integration.config = input.filters;
      else if (input.filters) row.config = input.filters;
      await em.flush();
      if (secret) await addSecret(em, ctx, row, secret.text);
      const view = await viewSource(em, ctx, row);
      const { name, filters } = view;
      return {
        value: withSecret(view, rules.verifier, secret),
        audit: {
          action: 'source.created',
          subject: { type: 'source', id: row.id },
          provider: row.provider,
          details: {
            before: null,
            after: { name, filters, rules: rulesOnRecord(row.rules ? rules : null) },
          },
        },
      };
    });
  },
});
