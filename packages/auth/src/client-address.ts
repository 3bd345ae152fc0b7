import { isIP, isIPv4 } from 'node:net';

/**
 * The address a request came from: the socket's, or what the trusted proxy says. Of a list only the
 * last entry counts, since that is the one the proxy itself appended.
 */
export function clientAddress(
  headers: Headers,
  socketAddress: string | undefined,
  trustedProxyHeader: string | undefined,
): string | undefined {
  const told = trustedProxyHeader && headers.get(trustedProxyHeader)?.split(',').at(-1);
  return canonical(told || undefined) ?? canonical(socketAddress);
}

/** Who shares one limit: an IPv4 address, or a /64 of IPv6, which is what one household holds. */
export function addressBlock(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  return isIPv4(address) ? address : `${expand(address).slice(0, 4).join(':')}::/64`;
}

function canonical(text: string | undefined): string | undefined {
  const address = text
    ?.trim()
    .replace(/^\[(.+)\]$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  return address && isIP(address) ? address.toLowerCase() : undefined;
}

/** The eight groups of an IPv6 address; the URL parser has already folded dotted endings into groups. */
function expand(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const first = head.split(':').filter(Boolean);
  const last = (tail ?? '').split(':').filter(Boolean);
  return [...first, ...Array(8 - first.length - last.length).fill('0'), ...last];
}
