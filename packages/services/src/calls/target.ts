import type { Principal } from '@patchbay/core';
import type { LimitMode } from '@patchbay/db';
import {
  apiHosts,
  authOf,
  baseUrlOf,
  capabilitiesOf,
  type OpenedClient,
  openErased,
  type Provider,
  pinOf,
  redactionOf,
  type Settings,
} from '@patchbay/providers';
import type { LiveCredential } from '../connections/live-credential.ts';
import type { Runtime } from '../kernel/index.ts';
import type { AccountLimit } from './account-limit.ts';
import type { Breaker } from './breaker.ts';
import { IntegrationError } from './integration-error.ts';
import type { Lease } from './lease.ts';

/** What stays with an integration while its credentials change. */
export type Holds = {
  breaker: Breaker;
  account: AccountLimit;
  own: { mode: LimitMode; lease: Lease } | null;
  /** A limit that the vendor counts over all accounts. */
  vendor: Lease | null;
  inFlight: number;
  /** Calls that were over the own limit. */
  over: number;
  lastUsedAt: number;
  usedAt: number;
};

/** An integration made ready: everything that a call needs and that stays the same from call to call. */
export type CallTarget = {
  organizationId: string;
  integrationId: string;
  provider: Provider;
  live: LiveCredential;
  /** Where the bytes go, and what stands before the caller's path. */
  origin: string;
  basePath: string;
  /** The path of the provider's own base address, which rewrites may change. */
  apiPath: string;
  /** The provider's own host, for messages. */
  host: string;
  /** The only certificate that is trusted at `origin`. */
  tlsFingerprint: string | undefined;
  /** What signs a call: names and values alternate, names in lower case. */
  signed: readonly string[];
  signedNames: ReadonlySet<string>;
  /** For providers with sessions, whose headers change by themselves. */
  opened: OpenedClient<Settings, unknown>;
  isLogin: boolean;
  /** Whether it may be called with a path of one's own. */
  isOpen: boolean;
  /** Whether a refused credential can be made new without a person. */
  canRenew: boolean;
  /** Unix milliseconds; Infinity for what does not end. */
  expiresAt: number;
  redaction: { names: string[]; values: string[] };
  holds: Holds;
};

/**
 * Makes an integration ready for calls: its address checked and rewritten once, its headers made once.
 * @throws IntegrationError, OutboundError
 */
export async function buildTarget(
  { http }: Pick<Runtime, 'http'>,
  live: LiveCredential,
  holds: Holds,
): Promise<CallTarget> {
  const { definition: provider, settings, token } = live;
  if (provider.api?.speaks === 'socket') throw notCallable();
  const connectionType = live.connectionType ?? undefined;
  const base = baseUrlOf(provider, settings);
  const opened = openErased(provider, settings, { http, credential: token, connectionType });
  if (!base || !opened) throw notCallable();
  // The credentials belong to these hosts; an address that says otherwise is never called with them.
  if (!apiHosts(provider, settings).includes(base.host)) throw notCallable();
  const place = http.streams.place(base);
  // What stands in for a vendor does not count its calls.
  if (place.origin !== base.origin) holds.vendor = null;
  const headers = await opened.headers();
  const { auth } = authOf(provider, settings, { type: connectionType, credential: token });
  const isLogin = auth.kind === 'login';
  const { names, values } = redactionOf(provider, settings, token);
  return {
    organizationId: live.organizationId,
    integrationId: live.integrationId,
    provider,
    live,
    origin: place.origin,
    basePath: place.pathname.replace(/\/$/, ''),
    apiPath: base.pathname.replace(/\/$/, ''),
    host: base.host,
    tlsFingerprint: place.origin === base.origin ? pinOf(provider, settings) : undefined,
    signed: flat(headers),
    signedNames: namesOf(headers),
    opened,
    isLogin,
    isOpen: capabilitiesOf(provider).includes('calls'),
    canRenew: isLogin || token !== null,
    expiresAt: live.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    redaction: { names, values: [...values, ...secretParts(headers)] },
    holds,
  };
}

export const notCallable = () =>
  new IntegrationError('not_allowed', 'This provider has no API that can be called.');

export const flat = (headers: Record<string, string>): string[] =>
  Object.entries(headers).flatMap(([name, value]) => [name.toLowerCase(), value]);

export const namesOf = (headers: Record<string, string>): Set<string> =>
  new Set(Object.keys(headers).map((name) => name.toLowerCase()));

/** What authorization headers hold behind their first word: a session's token, or name and password as sent. */
const secretParts = (headers: Record<string, string>): string[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    /authorization|cookie|token|key/i.test(name)
      ? [value.replace(/^\w+\s+/, '')].filter((text) => text.length >= 8)
      : [],
  );

/** The name of the bucket that all connections of one remote account share. */
export const accountBucket = ({ provider, accountId, integrationId }: LiveCredential): string =>
  `account:${provider}:${accountId ?? integrationId}`;

export type Caller = Pick<Principal, 'organizationId' | 'actor' | 'permissions'>;
