import { OutboundError } from './errors.ts';

const messages: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
  ENOTFOUND: 'has no address (the name does not exist)',
  EAI_AGAIN: 'has no address just now (name resolution failed)',
  EHOSTUNREACH: 'is not reachable from here',
  ENETUNREACH: 'is not reachable from here',
  ETIMEDOUT: 'did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of its answer',
};

const certificateMessages: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** Translates what sockets, TLS and name resolution throw; the original text never gets out. */
export function fromTransport(error: unknown, host: string): OutboundError {
  const known = findKnown(error);
  if (known) return known;
  const code = findCode(error);
  const certificate =
    certificateMessages[code] ?? (/^CERT_/.test(code) && 'its certificate is bad');
  if (certificate)
    return new OutboundError('misconfigured', `${host} is not trusted: ${certificate}.`);
  if (/SSL|TLS|EPROTO/.test(code))
    return new OutboundError('misconfigured', `${host} does not speak TLS on this port.`);
  if (code === 'UND_ERR_INVALID_ARG')
    return new OutboundError('refused', 'A setting holds characters that cannot be sent.');
  if (/^(HPE_|HTTPParserError|UND_ERR_(RES|HEADERS_OVERFLOW))/.test(code))
    return new OutboundError('invalid_response', `${host} does not answer with HTTP.`);
  return new OutboundError('unreachable', `${host} ${messages[code] ?? 'could not be reached'}.`);
}

/** Whether the call may never have arrived, or died on a connection the other side had closed. */
export const isConnectionTrouble = (error: unknown): boolean =>
  error instanceof OutboundError && error.kind === 'unreachable';

function* chain(error: unknown): Generator<unknown> {
  yield error;
  if (error instanceof AggregateError) for (const inner of error.errors) yield* chain(inner);
  if (error instanceof Error && error.cause) yield* chain(error.cause);
}

const findKnown = (error: unknown): OutboundError | undefined =>
  [...chain(error)].find((item) => item instanceof OutboundError);

function findCode(error: unknown): string {
  for (const item of chain(error))
    if (item instanceof Error && 'code' in item && typeof item.code === 'string') return item.code;
  return error instanceof Error ? error.name : '';
}
