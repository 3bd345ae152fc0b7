/** What ends at each hop (RFC 9110 7.6.1), and what only speaks of the way to us. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
];

const notForwarded = new Set([
  ...hopByHop,
  // Credentials and cookies for us are no business of the provider's, and `host` is the provider's own.
  'authorization',
  'cookie',
  'cookie2',
  'host',
  'expect',
  'x-api-key',
  'x-correlation-id',
  'x-patchbay-organization',
  // Where the caller came from; also what lets some servers take another path or host than the request line's.
  'forwarded',
  'via',
  'true-client-ip',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-host',
  'x-http-host-override',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-host',
  'x-original-uri',
  'x-original-url',
  'x-rewrite-url',
]);

const notAnswered = new Set([
  ...hopByHop,
  'set-cookie',
  'set-cookie2',
  // These would speak of our own address instead of the provider's.
  'alt-svc',
  'clear-site-data',
  'strict-transport-security',
  'x-correlation-id',
  'x-patchbay-error',
]);

const forwardingPrefix = /^(?:x-forwarded-|x-patchbay-|cf-|x-envoy-|proxy-)/;

/** Whether a caller's header of this name (lower case) goes to the provider. */
export const isForwarded = (name: string): boolean =>
  !notForwarded.has(name) && !forwardingPrefix.test(name);

/** Whether a provider's header of this name (lower case) goes to the caller. */
export const isAnswered = (name: string): boolean => !notAnswered.has(name);

/** Names that a `Connection` header ties to this hop; empty for the usual `keep-alive` and `close`. */
export function tiedToHop(connection: string): readonly string[] {
  const text = connection.toLowerCase();
  if (text === 'keep-alive' || text === 'close') return none;
  return text.split(',').map((name) => name.trim());
}
const none: readonly string[] = [];

const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether name and value can be sent at all: nothing in them starts another header. */
export const isSendable = (name: string, text: string): boolean =>
  token.test(name) && value.test(text);
