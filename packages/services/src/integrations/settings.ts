import type { EntityManager } from '@mikro-orm/postgresql';
import { type FieldErrors, PatchbayError, redact } from '@patchbay/core';
import { canonicalJson } from '@patchbay/crypto';
import { IntegrationCredential, type StoredSettings } from '@patchbay/db';
import {
  destinationKeys,
  fieldPath,
  mergeSettings,
  missingInUse,
  type Provider,
  parseSettingsPatch,
  redactionOf,
  type Settings,
  secretKeys,
} from '@patchbay/providers';
import type { Permitted } from '../kernel/index.ts';
import {
  openingDataKeys,
  openStored,
  sealSettings,
  unreadableFields,
  unreadableMessage,
} from '../vault/index.ts';
import type { Found } from './find.ts';

/** What given settings make of the stored ones. `before` and `after` hold open values only. */
export type SettingsChange = {
  stored: StoredSettings;
  changed: string[];
  missing: string[];
  before: Settings;
  after: Settings;
  /** Takes the given secrets out of anything that is about to be kept. */
  clean: <Value>(value: Value) => Value;
};

/**
 * Lays the given settings over the stored ones: absent fields stay, so do secrets that are empty or come back
 * masked; `null` clears what is optional.
 * @throws PatchbayError `invalid_input` for bad fields, and for secrets that have to be entered again
 */
export async function changeSettings(
  em: EntityManager,
  ctx: Permitted,
  { row, provider }: Found,
  given: Settings,
): Promise<SettingsChange> {
  const { keys } = ctx.runtime;
  const secrets = secretKeys(provider);
  const patch = parseSettingsPatch(provider, withoutEmptySecrets(secrets, given));
  const place = { organizationId: row.organizationId, integrationId: row.id, provider };
  const sealedPatch = await sealSettings(em, keys, place, patch);
  const stored = withDefaults(provider, mergeSettings(row.settings, sealedPatch));
  const changed = Object.keys(provider.fields).filter((key) =>
    secrets.includes(key)
      ? key in patch && !(isEmpty(patch[key]) && isEmpty(row.settings[key]))
      : canonicalJson(row.settings[key] ?? null) !== canonicalJson(stored[key] ?? null),
  );
  const kept = pick(without(stored, patch), secrets);
  refuseRedirection(provider, patch, changed, kept);
  if (changed.length > 0) await refuseUnreadable(em, ctx, place, kept);
  const open = changed.filter((key) => !secrets.includes(key));
  return {
    stored,
    changed,
    missing: missingInUse(provider, stored, { connected: await isConnected(em, row.id) }),
    before: pick(row.settings, open),
    after: pick(stored, open),
    clean: (value) => redact(value, { values: redactionOf(provider, patch).values }),
  };
}

const isConnected = async (em: EntityManager, integration: string): Promise<boolean> =>
  (await em.count(IntegrationCredential, { integration })) > 0;

/** The refusal of settings that are not whole yet. */
export const incomplete = (missing: string[]) =>
  new PatchbayError('invalid_input', 'Some settings are missing.', {
    fields: Object.fromEntries(
      missing.map((key) => [fieldPath(key), ['is required']]),
    ) satisfies FieldErrors,
  });

/**
 * Secrets are never shown, so nobody may have a kept one sent to a place of their choosing either: whoever changes
 * the destination has to know the secrets.
 */
function refuseRedirection(
  provider: Provider,
  patch: Settings,
  changed: string[],
  kept: StoredSettings,
): void {
  const [moved] = destinationKeys(provider).filter((key) => key in patch && changed.includes(key));
  const needed = Object.keys(kept).filter((key) => !isEmpty(kept[key]));
  if (moved === undefined || needed.length === 0) return;
  const label = provider.fields[moved]?.label ?? moved;
  const problem = [`Enter it again: ${label} decides where it is sent.`];
  throw new PatchbayError('invalid_input', 'Enter the secrets again for the new address.', {
    fields: Object.fromEntries(needed.map((key) => [fieldPath(key), problem])),
  });
}

/** A kept secret that does not open would make every later check fail; the person at the form can still mend it. */
async function refuseUnreadable(
  em: EntityManager,
  ctx: Permitted,
  place: { organizationId: string; integrationId: string; provider: Provider },
  kept: StoredSettings,
): Promise<void> {
  if (Object.values(kept).every(isEmpty)) return;
  const findKey = await openingDataKeys(em, ctx.runtime.keys, [place.organizationId]);
  const { unreadable } = await openStored(findKey, place, kept);
  if (unreadable.length === 0) return;
  throw new PatchbayError('invalid_input', unreadableMessage, {
    fields: unreadableFields(unreadable),
  });
}

/** Defaults are written down, so that a later change of a default does not move existing integrations. */
const withDefaults = (provider: Provider, settings: Settings): Settings => ({
  ...Object.fromEntries(
    Object.entries(provider.fields).flatMap(([key, spec]) =>
      spec.default === null ? [] : [[key, spec.default]],
    ),
  ),
  ...settings,
});

/** A password box that was left alone arrives as an empty text. */
const withoutEmptySecrets = (secrets: string[], given: Settings): Settings =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([key, value]) =>
        !(secrets.includes(key) && typeof value === 'string' && value.trim() === ''),
    ),
  );

const isEmpty = (value: unknown): boolean => value === undefined || value === null;

const pick = (settings: Settings, keys: string[]): Settings =>
  Object.fromEntries(keys.map((key) => [key, settings[key] ?? null]));

const without = (settings: Settings, patch: Settings): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => !(key in patch)));
