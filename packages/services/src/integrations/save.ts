import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import type { IntegrationConfig } from '@patchbay/db';
import type { Settings } from '@patchbay/providers';
import { internalFields, wiringOf } from '../connections/wiring.ts';
import type { AuditAction, AuditEntry, Permitted } from '../kernel/index.ts';
import type { Found } from './find.ts';
import type { IntegrationDetailView } from './schemas.ts';
import { changeSettings, incomplete, type SettingsChange } from './settings.ts';
import { viewDetail } from './view.ts';

/** What a person may change; absent parts stay. `draft` lets an unfinished set of settings be kept. */
export type Wanted = {
  label?: string | undefined;
  enabled?: boolean | undefined;
  settings?: Settings | undefined;
  expectedRevision?: number | undefined;
};

type Saved = { value: IntegrationDetailView; audit: AuditEntry | 'unchanged' };

/**
 * Writes label, enabled and settings into a locked row. Settings that are whole make the integration `configured`
 * and start its health anew; `draft` keeps unfinished ones of an integration that is not configured.
 * @throws PatchbayError `invalid_input` with every bad field, `conflict` when the revision has moved on
 */
export async function saveIntegration(
  em: EntityManager,
  ctx: Permitted,
  found: Found,
  wanted: Wanted,
  { draft = false } = {},
): Promise<Saved> {
  const { row } = found;
  refuseOlderRevision(row, wanted.expectedRevision);
  const wasConfigured = row.status !== 'not_configured';
  const settings = wanted.settings && (await changeSettings(em, ctx, found, wanted.settings));
  const isComplete = settings !== undefined && settings.missing.length === 0;
  if (settings && !isComplete && (wasConfigured || !draft)) throw incomplete(settings.missing);
  const wiring = isComplete ? await wiringOf(em, ctx, found, settings.stored) : 'open';
  if (wiring === 'open' && isComplete && wasConfigured) throw incomplete(internalFields(found));
  // An app without a connection is a beginning, however complete its settings are.
  const isWhole = isComplete && wiring === 'wired';

  const before = { label: row.label, enabled: row.enabled };
  row.label = wanted.label ?? row.label;
  row.enabled = wanted.enabled ?? row.enabled;
  const becomesConfigured = isWhole && !wasConfigured;
  const hasNewSettings =
    settings !== undefined && (settings.changed.length > 0 || becomesConfigured);
  if (hasNewSettings) storeSettings(ctx, row, settings, isWhole);

  const action = actionOf({ row, before, hasNewSettings, becomesConfigured, wasConfigured });
  if (action !== 'unchanged') stampChange(ctx, row);
  const value = await viewDetail(em, ctx.runtime, found);
  if (action === 'unchanged') return { value, audit: 'unchanged' };
  return { value, audit: auditOf(action, row, before, hasNewSettings ? settings : undefined) };
}

/** Notes who changed the row; programs and the product itself leave the last person's name. */
export function stampChange(ctx: Permitted, row: IntegrationConfig): void {
  const { actor } = ctx.principal;
  row.updatedAt = ctx.runtime.clock.now();
  if (actor.type === 'user') row.updatedBy = actor.id;
}

/** Whatever was known about the health and the account of older settings says nothing about these. */
export function forgetHealth(row: IntegrationConfig): void {
  row.health = null;
  row.healthReason = null;
  row.errorMessage = null;
  row.lastHealthCheck = null;
  row.checksHeld = false;
  row.failuresInRow = 0;
  row.reasonInRow = 0;
  row.successesInRow = 0;
  row.accountId = null;
  row.accountName = null;
}

export function moveTo(
  row: IntegrationConfig,
  status: IntegrationConfig['status'],
  at: Date,
): void {
  if (row.status === status) return;
  row.status = status;
  row.statusChangedAt = at;
}

function storeSettings(
  ctx: Permitted,
  row: IntegrationConfig,
  { stored }: SettingsChange,
  isWhole: boolean,
): void {
  const { actor } = ctx.principal;
  row.settings = stored;
  row.revision += 1;
  forgetHealth(row);
  if (isWhole) moveTo(row, 'configured', ctx.runtime.clock.now());
  if (actor.type === 'user') row.createdBy ??= actor.id;
}

function refuseOlderRevision(row: IntegrationConfig, expected: number | undefined): void {
  if (expected === undefined || expected === row.revision) return;
  throw new PatchbayError(
    'conflict',
    'Somebody else changed these settings meanwhile. Load them again.',
  );
}

type Named = { label: string; enabled: boolean };

function actionOf(facts: {
  row: IntegrationConfig;
  before: Named;
  hasNewSettings: boolean;
  becomesConfigured: boolean;
  wasConfigured: boolean;
}): AuditAction | 'unchanged' {
  const { row, before } = facts;
  if (facts.becomesConfigured) return 'configured';
  if (facts.hasNewSettings) return facts.wasConfigured ? 'reconfigured' : 'updated';
  if (row.label !== before.label) return 'updated';
  if (row.enabled !== before.enabled) return row.enabled ? 'enabled' : 'disabled';
  return 'unchanged';
}

/** Open values before and after; of secrets only their field's name, under `changed`. */
function auditOf(
  action: AuditAction,
  row: IntegrationConfig,
  before: Named,
  settings: SettingsChange | undefined,
): AuditEntry {
  const after = { label: row.label, enabled: row.enabled };
  const details = {
    before: { ...differing(before, after), ...(settings && { settings: settings.before }) },
    after: { ...differing(after, before), ...(settings && { settings: settings.after }) },
    ...(settings && { changed: settings.changed }),
  };
  return {
    action,
    subject: { type: 'integration', id: row.id },
    provider: row.provider,
    details: settings ? settings.clean(details) : details,
  };
}

const differing = (named: Named, other: Named): Partial<Named> => ({
  ...(named.label !== other.label && { label: named.label }),
  ...(named.enabled !== other.enabled && { enabled: named.enabled }),
});
