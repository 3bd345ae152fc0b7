import { randomUUID } from 'node:crypto';
import { asSystem } from '@patchbay/core';
import { WebhookEndpoint, WebhookSecret } from '@patchbay/db';
import { sql } from 'kysely';
import { publish, type Runtime, writeAudit } from '../kernel/index.ts';
import { sealingDataKey, sealText } from '../vault/index.ts';
import { valueAt } from './content.ts';
import { type Source, secretPlace } from './source.ts';

/** The verification token in a request that carries nothing else; Notion sends it unsigned, once. */
export function offeredToken(content: unknown): string | null {
  if (typeof content !== 'object' || content === null) return null;
  if (Object.keys(content).join() !== 'verification_token') return null;
  const token = valueAt(content, '/verification_token');
  return token && token.length >= 8 && token.length <= 500 ? token : null;
}

/**
 * Keeps a token for a source that has none. False when there is one already: otherwise anybody who knows the address
 * could put theirs in its place.
 */
export async function captureToken(
  runtime: Runtime,
  source: Source,
  token: string,
): Promise<boolean> {
  const { organizationId } = source;
  const principal = asSystem(organizationId, 'webhooks', []);
  return runtime.orm.em.fork().transactional(async (em) => {
    await sql`select 1 from webhook_endpoints where id = ${source.id} for update`.execute(
      em.getKysely(),
    );
    const endpoint = await em.findOne(WebhookEndpoint, { id: source.id, removedAt: null });
    if (!endpoint || (await em.count(WebhookSecret, { endpoint: source.id, expiresAt: null })) > 0)
      return false;
    const id = randomUUID();
    const key = await sealingDataKey(em, runtime.keys, organizationId);
    em.create(WebhookSecret, {
      id,
      organizationId,
      endpoint: source.id,
      sealed: await sealText(key, secretPlace(endpoint, id), token),
      createdAt: runtime.clock.now(),
    });
    await em.flush();
    const subject = { type: 'source' as const, id: source.id };
    const action = 'source.secret_captured' as const;
    const details = { name: endpoint.name };
    const ctx = { principal, requestId: 'webhook', runtime };
    await writeAudit(em, ctx, { action, subject, provider: source.provider, details });
    await publish(em, { organizationId, type: action, subject });
    return true;
  });
}
