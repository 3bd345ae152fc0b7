import type { EntityManager } from '@mikro-orm/postgresql';
import { type FieldErrors, PatchbayError } from '@patchbay/core';
import { type KeyRing, open, seal, sealedGeneration } from '@patchbay/crypto';
import type { StoredSettings } from '@patchbay/db';
import { fieldPath, type Provider, type Settings, secretKeys } from '@patchbay/providers';
import { type FindDataKey, openingDataKeys, sealingDataKey } from './data-keys.ts';

/** Where settings live: a sealed value opens nowhere else. */
export type SettingsPlace = { organizationId: string; integrationId: string; provider: Provider };

/**
 * Settings as they are stored: the values of secret fields sealed, everything else untouched. Takes whole
 * settings or a patch (`null` clears). Makes the organization's data key if it has none.
 */
export async function sealSettings(
  em: EntityManager,
  ring: KeyRing,
  place: SettingsPlace,
  settings: Settings,
): Promise<StoredSettings> {
  const secrets = secretKeys(place.provider).filter((field) => isGiven(settings[field]));
  if (secrets.length === 0) return settings;
  const { key, generation } = await sealingDataKey(em, ring, place.organizationId);
  const sealed = await Promise.all(
    secrets.map(async (field) => {
      const binding = bindingOf(place, field, generation);
      return [field, await seal(key, String(settings[field]), binding)] as const;
    }),
  );
  return { ...settings, ...Object.fromEntries(sealed) };
}

/** Opened settings, and the secret fields whose stored values did not open where they stand. */
export type Opened = { settings: Settings; unreadable: string[] };

/**
 * Opens stored settings of known fields; never throws for a value, so that one bad field names itself. What was never
 * entered has its default: an integration that is connected through a shared app may have no settings of its own.
 */
export async function openStored(
  findKey: FindDataKey,
  place: SettingsPlace,
  stored: StoredSettings,
): Promise<Opened> {
  const secrets = new Set(secretKeys(place.provider));
  const opened: Opened = { settings: {}, unreadable: [] };
  for (const [field, { default: usual }] of Object.entries(place.provider.fields)) {
    const value = isGiven(stored[field]) ? stored[field] : usual;
    if (!isGiven(value)) continue;
    const text = secrets.has(field) ? await openValue(findKey, place, field, value) : value;
    if (text === null) opened.unreadable.push(field);
    else opened.settings[field] = text;
  }
  return opened;
}

/**
 * The settings of one integration with their secrets in the clear, for calling its provider.
 * @throws PatchbayError `conflict` naming the fields that have to be entered again
 */
export async function openSettings(
  em: EntityManager,
  ring: KeyRing,
  place: SettingsPlace,
  stored: StoredSettings,
): Promise<Settings> {
  const findKey = await openingDataKeys(em, ring, [place.organizationId]);
  const { settings, unreadable } = await openStored(findKey, place, stored);
  if (unreadable.length === 0) return settings;
  throw new PatchbayError('conflict', unreadableMessage, { fields: unreadableFields(unreadable) });
}

export const unreadableMessage =
  'Stored credentials of this integration cannot be opened. Enter them again.';

export const unreadableFields = (fields: string[]): FieldErrors =>
  Object.fromEntries(
    fields.map((field) => [fieldPath(field), ['cannot be opened any more; enter it again']]),
  );

async function openValue(
  findKey: FindDataKey,
  place: SettingsPlace,
  field: string,
  value: unknown,
): Promise<string | null> {
  try {
    const sealed = String(value);
    const generation = sealedGeneration(sealed);
    const key = await findKey(place.organizationId, generation);
    return key ? await open(key, sealed, bindingOf(place, field, generation)) : null;
  } catch {
    return null;
  }
}

const bindingOf = (place: SettingsPlace, field: string, keyGeneration: number) => ({
  organizationId: place.organizationId,
  integrationId: place.integrationId,
  field,
  keyGeneration,
});

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
