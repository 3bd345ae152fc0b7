import type { EntityManager } from '@mikro-orm/postgresql';
import { IntegrationConfig, type WebhookEndpoint, WebhookSecret } from '@patchbay/db';
import { findProvider, findWebhooks, type Webhooks, webhookSenders } from '@patchbay/providers';
import type { ServiceContext } from '../kernel/index.ts';
import type { SenderView, SourceView } from '../webhooks/schemas.ts';
import { rulesOf } from '../webhooks/source.ts';

/** Sources as pages show them: two queries for any number of them. */
export async function viewSources(
  em: EntityManager,
  ctx: ServiceContext,
  rows: readonly WebhookEndpoint[],
): Promise<SourceView[]> {
  const secrets = await em.find(
    WebhookSecret,
    { endpoint: { $in: rows.map(({ id }) => id) } },
    { fields: ['endpoint', 'expiresAt', 'confirmedAt', 'createdAt'] },
  );
  const integrations = await em.find(
    IntegrationConfig,
    { id: { $in: rows.flatMap(({ integration }) => integration ?? []) } },
    { fields: ['id', 'config', 'settings'] },
  );
  const secretsOf = Map.groupBy(secrets, ({ endpoint }) => endpoint);
  const integrationOf = new Map(integrations.map((row) => [row.id, row]));
  return rows.flatMap((row) => {
    const webhooks = findWebhooks(row.provider);
    if (!webhooks) return [];
    const beside = {
      secrets: secretsOf.get(row.id) ?? [],
      integration: integrationOf.get(row.integration ?? '') ?? null,
    };
    return [toSourceView(ctx, row, webhooks, beside)];
  });
}

export async function viewSource(
  em: EntityManager,
  ctx: ServiceContext,
  row: WebhookEndpoint,
): Promise<SourceView> {
  const [view] = await viewSources(em, ctx, [row]);
  if (!view) throw new Error('A source has lost its sender.');
  return view;
}

type Beside = {
  secrets: Pick<WebhookSecret, 'expiresAt' | 'confirmedAt' | 'createdAt'>[];
  integration: Pick<IntegrationConfig, 'config' | 'settings'> | null;
};

function toSourceView(
  ctx: ServiceContext,
  row: WebhookEndpoint,
  webhooks: Webhooks,
  beside: Beside,
): SourceView {
  return {
    id: row.id,
    provider: row.provider,
    kind: row.kind,
    title: webhooks.title,
    name: row.name,
    integrationId: row.integration ?? null,
    url: row.kind === 'app' ? null : sourceUrl(ctx, row),
    enabled: row.enabled,
    filters: (beside.integration ? beside.integration.config : row.config) ?? {},
    rules: rulesOf(webhooks, row),
    secret: secretView(ctx, webhooks, beside),
    received: row.received,
    duplicates: row.duplicates,
    refused: row.refused,
    refusals: row.refusals.map(({ at, reason }) => ({ at: new Date(at), reason })),
    lastUsedAt: row.lastUsedAt ?? null,
    lastRefusedAt: row.lastRefusedAt ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function secretView(
  ctx: ServiceContext,
  webhooks: Webhooks,
  { secrets, integration }: Beside,
): SourceView['secret'] {
  const { origin, field } = webhooks.secret;
  const current = secrets.find(({ expiresAt }) => !expiresAt);
  const now = ctx.runtime.clock.now();
  const ends = secrets.flatMap(({ expiresAt }) =>
    expiresAt && expiresAt > now ? [expiresAt.getTime()] : [],
  );
  const inSettings = field !== undefined && Boolean(integration?.settings[field]);
  return {
    origin,
    state: current ? 'set' : inSettings ? 'settings' : 'missing',
    setAt: current?.createdAt ?? null,
    previousUntil: ends.length > 0 ? new Date(Math.max(...ends)) : null,
    confirmed: Boolean(current?.confirmedAt),
  };
}

/** Where the sender sends to; without the secret part, if it has one. */
export const sourceUrl = (
  { runtime }: Pick<ServiceContext, 'runtime'>,
  { provider, token }: Pick<WebhookEndpoint, 'provider' | 'token'>,
): string => `${runtime.webhooksUrl ?? runtime.oauth.publicUrl}/hooks/${provider}/${token}`;

export function viewSender(key: string, webhooks: Webhooks): SenderView {
  const { origin, label, help, field, shape } = webhooks.secret;
  return {
    key,
    title: webhooks.title,
    about: webhooks.about,
    docs: webhooks.docs ?? null,
    isProvider: findProvider(key) !== undefined,
    isCustom: webhooks.rules === null,
    rules: webhooks.rules,
    secret: {
      origin,
      label,
      help,
      field: field ?? null,
      pattern: shape?.regex.source ?? null,
      patternMessage: shape?.message ?? null,
    },
    handshake: webhooks.handshake ?? null,
    setup: [...webhooks.setup],
  };
}

export const viewSenders = (): SenderView[] =>
  webhookSenders().map(([key, webhooks]) => viewSender(key, webhooks));
