import { PatchbayError } from '@patchbay/core';
import { type ProviderVariables, variablesOf } from '../kit/environment-settings.ts';
import type { Provider } from '../kit/provider.ts';
import { type GenericWebhook, genericWebhooks } from '../kit/webhook-presets.ts';
import type { Webhooks } from '../kit/webhooks.ts';
import {
  type AllowedConnections,
  allowedOf,
  type SharedApp,
  sharedAppsOf,
} from '../oauth/shared-apps.ts';
import { discord } from './discord/provider.ts';
import { irc } from './irc/provider.ts';
import { linkedin } from './linkedin/provider.ts';
import { mailcow } from './mailcow/provider.ts';
import { mediawiki } from './mediawiki/provider.ts';
import { msp360 } from './msp360/provider.ts';
import { notion } from './notion/provider.ts';
import { obs } from './obs/provider.ts';
import { pylon } from './pylon/provider.ts';
import { reddit } from './reddit/provider.ts';
import { slack } from './slack/provider.ts';
import { ssh } from './ssh/provider.ts';
import { syncro } from './syncro/provider.ts';
import { wordpress } from './wordpress/provider.ts';
import { xmpp } from './xmpp/provider.ts';

/** Every provider there is; the only list. Keys, unions and the picker derive from it. */
export const catalog = {
  discord,
  irc,
  linkedin,
  mailcow,
  mediawiki,
  msp360,
  notion,
  obs,
  pylon,
  reddit,
  slack,
  ssh,
  syncro,
  wordpress,
  xmpp,
} as const;

export type ProviderKey = keyof typeof catalog;

const registry: Readonly<Record<string, Provider>> = catalog;

export const providerKeys = Object.keys(catalog).sort() as ProviderKey[];

export const findProvider = (key: string): Provider | undefined =>
  Object.hasOwn(registry, key) ? registry[key] : undefined;

/** @throws PatchbayError `not_found` */
export function requireProvider(key: string): Provider {
  const provider = findProvider(key);
  if (provider) return provider;
  throw new PatchbayError('not_found', 'There is no such provider.');
}

/**
 * The apps that the operator shares, out of the environment's variables (`sharedAppVariables` names them).
 * `demanded`: the providers whose app must be there, by key.
 * @throws EnvironmentError naming every missing or bad variable, never a value
 */
export const sharedAppsFrom = (
  record: Record<string, string | undefined>,
  demanded: readonly string[] = [],
): Record<string, SharedApp> => sharedAppsOf(Object.values(registry), record, demanded);

/**
 * `INTEGRATIONS_ALLOWED` as a list: `reddit`, or `notion_public` and `notion_internal` for one way of two.
 * An empty list allows everything.
 * @throws EnvironmentError naming the entries that mean nothing
 */
export const allowedFrom = (entries: readonly string[]): AllowedConnections =>
  allowedOf(Object.values(registry), entries);

/** Those variables of the environment that stand in for settings of a provider, and no others. */
export const providerVariables = (record: ProviderVariables): ProviderVariables =>
  Object.fromEntries(
    variablesOf(Object.values(registry)).flatMap((name) =>
      record[name] ? [[name, record[name]]] : [],
    ),
  );

/** How a sender's webhooks are received: of a provider by its key, or of a generic sender by its own. */
export function findWebhooks(sender: string): Webhooks | undefined {
  const provided = findProvider(sender)?.webhooks;
  if (provided) return provided;
  return Object.hasOwn(genericWebhooks, sender)
    ? genericWebhooks[sender as GenericWebhook]
    : undefined;
}

/** Secrets of the operator's own apps that receive webhooks, by provider, from the environment's variables. */
export const webhookSecretsFrom = (
  record: Record<string, string | undefined>,
): Record<string, string> =>
  Object.fromEntries(
    webhookSenders().flatMap(([key, { app }]) => {
      const secret = app && record[app.secretVariable];
      return secret ? [[key, secret]] : [];
    }),
  );

/** Everybody who can send webhooks, by key: providers first. */
export const webhookSenders = (): [string, Webhooks][] => [
  ...providerKeys.flatMap((key): [string, Webhooks][] => {
    const webhooks = findProvider(key)?.webhooks;
    return webhooks ? [[key, webhooks]] : [];
  }),
  ...Object.entries(genericWebhooks),
];
