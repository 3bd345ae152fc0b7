import ipaddr from 'ipaddr.js';
import { OutboundError } from './errors.ts';

export type Address = { address: string; family: 4 | 6 };

/** Cloud metadata services: an allowlist never opens these, since they hand out credentials. */
const metadataAddresses = new Set(
  [
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '169.254.169.123',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
  ].map((address) => ipaddr.parse(address).toString()),
);
const metadataNames = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.com',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
]);

type Rule =
  | { kind: 'host'; host: string; port: string | null }
  | { kind: 'range'; range: [Ip, number] };

export type AddressGuard = {
  /** Checks everything that can be known before resolving: protocol, name, literal address. */
  checkUrl: (url: URL) => void;
  /** The same for an address that is connected to and not called: its scheme may be any. */
  checkPlace: (url: URL) => void;
  /** Checks every address a name resolved to; all of them must be allowed. */
  checkAddresses: (host: string, port: string, addresses: readonly Address[]) => void;
  /** Whether the allowlist names this host or literal address: somebody answers for what is sent there in the clear. */
  isListed: (url: URL) => boolean;
};

/**
 * Decides where calls may go: public addresses, and what the allowlist names (`host`, `host:port`, an
 * address or a CIDR range). Ranges follow the IANA special-purpose registries as ipaddr.js knows them.
 */
export function createAddressGuard(allow: readonly string[] = []): AddressGuard {
  const rules = allow.map(parseRule);
  const listed = (host: string, port: string) =>
    rules.some(
      (rule) => rule.kind === 'host' && rule.host === host && (!rule.port || rule.port === port),
    );

  const checkAddress = (host: string, port: string, address: string) => {
    const ip = plainAddress(address);
    if (isMetadata(ip)) throw metadataRefusal(host);
    if (isPublic(ip) || listed(host, port) || listed(ip.toString(), port)) return;
    if (rules.some((rule) => rule.kind === 'range' && inRange(ip, rule.range))) return;
    throw new OutboundError(
      'refused',
      `${host} is at ${ip.toString()}, which is not a public address. An operator can allow it in OUTBOUND_ALLOW.`,
    );
  };

  const checkPlace = (url: URL) => {
    if (url.username || url.password)
      throw new OutboundError('refused', 'An address must not carry a user name or password.');
    const host = hostOf(url);
    if (!host || !portOf(url))
      throw new OutboundError('refused', 'An address to connect to needs a host and a port.');
    if (metadataNames.has(host)) throw metadataRefusal(host);
    if (ipaddr.isValid(host)) checkAddress(host, portOf(url), host);
  };

  return {
    checkUrl(url) {
      if (!isWeb(url))
        throw new OutboundError('refused', 'Only http and https addresses can be called.');
      checkPlace(url);
    },
    checkPlace,
    checkAddresses(host, port, addresses) {
      if (addresses.length === 0)
        throw new OutboundError('unreachable', `The name ${host} has no address.`);
      for (const { address } of addresses) checkAddress(host, port, address);
    },
    isListed(url) {
      const [host, port] = [hostOf(url), portOf(url)];
      if (listed(host, port)) return true;
      if (!ipaddr.isValid(host)) return false;
      const ip = plainAddress(host);
      return (
        listed(ip.toString(), port) ||
        rules.some((rule) => rule.kind === 'range' && inRange(ip, rule.range))
      );
    },
  };
}

/** The host in lower case, without IPv6 brackets and without the root dot. */
export const hostOf = (url: URL): string =>
  url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

const usualPorts: Record<string, string> = { 'http:': '80', 'https:': '443', 'ssh:': '22' };

export const portOf = (url: URL): string => url.port || (usualPorts[url.protocol] ?? '');

export const isWeb = (url: URL): boolean => ['http:', 'https:'].includes(url.protocol);

const metadataRefusal = (host: string) =>
  new OutboundError(
    'refused',
    `${host} is a cloud metadata address; those are never called, whatever OUTBOUND_ALLOW says.`,
  );

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/** A mapped address is the IPv4 it reaches; a zone id plays no part. */
function plainAddress(address: string): Ip {
  const ip = ipaddr.parse(address.replace(/%.*$/, ''));
  return ip instanceof ipaddr.IPv6 && ip.isIPv4MappedAddress() ? ip.toIPv4Address() : ip;
}

/** NAT64 and 6to4 carry an IPv4 address, through which a metadata service could be reached as well. */
function isMetadata(ip: Ip): boolean {
  const bytes = ip.toByteArray();
  const reached = [ip.toString()];
  if (ip instanceof ipaddr.IPv6)
    for (const at of [2, 12]) reached.push(new ipaddr.IPv4(bytes.slice(at, at + 4)).toString());
  return reached.some((address) => metadataAddresses.has(address));
}

/** Global unicast IPv6 is 2000::/3 (RFC 4291); what lies outside only looks unicast to a range table. */
const isPublic = (ip: Ip): boolean =>
  ip.range() === 'unicast' &&
  (ip instanceof ipaddr.IPv4 || ip.match(ipaddr.IPv6.parse('2000::'), 3));

const inRange = (ip: Ip, range: [Ip, number]): boolean =>
  ip.kind() === range[0].kind() && ip.match(range);

/** Whether an entry can stand in an allowlist; for the module that reads the environment. */
export function isAllowEntry(entry: string): boolean {
  try {
    parseRule(entry);
    return true;
  } catch {
    return false;
  }
}

function parseRule(entry: string): Rule {
  const text = entry.trim().toLowerCase();
  if (text.includes('/')) return { kind: 'range', range: parseRange(text, entry) };
  const bare = text.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare))
    return { kind: 'host', host: ipaddr.parse(bare).toString(), port: null };
  const url = URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : null;
  if (url?.pathname !== '/' || url.username || !url.hostname)
    throw new Error(`"${entry}" is no host, host:port, address or CIDR range`);
  const port = /:(\d+)$/.exec(text)?.[1] ?? null;
  return { kind: 'host', host: hostOf(url), port };
}

function parseRange(text: string, entry: string): [Ip, number] {
  try {
    return ipaddr.parseCIDR(text);
  } catch {
    throw new Error(`"${entry}" is no CIDR range`);
  }
}
