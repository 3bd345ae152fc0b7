import { isForwarded, isSendable } from './headers.ts';
import { IntegrationError } from './integration-error.ts';
import { checkEndpoint, encodeUnicode, withQuery } from './path.ts';
import type { MakeCall } from './schemas.ts';
import type { CallTarget } from './target.ts';

/** What a call will send, checked, but for its credentials. */
export type Prepared = {
  endpoint: string;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  body: string | null;
  type: string | undefined;
};

const withoutBody = new Set(['GET', 'HEAD']);

/** @throws IntegrationError `invalid_path`, `invalid_request` */
export function prepare({
  method = 'GET',
  endpoint,
  query,
  headers = {},
  body,
}: MakeCall): Prepared {
  const checked = checkEndpoint(withQuery(encodeUnicode(endpoint), query));
  const kept = new Map<string, string>();
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (!isSendable(name, value))
      throw unsendable(`The header ${JSON.stringify(given.slice(0, 40))}`);
    if (isForwarded(name) && name !== 'content-length') kept.set(name, value);
  }
  if (body === undefined) return { endpoint: checked, headers: kept, body: null, type: undefined };
  if (withoutBody.has(method))
    throw new IntegrationError('invalid_request', `${method} has no body.`);
  const type = kept.get('content-type') ?? 'application/json; charset=utf-8';
  kept.set('content-type', type);
  const isText = typeof body === 'string' && !/json/i.test(type);
  return { endpoint: checked, headers: kept, body: isText ? body : JSON.stringify(body), type };
}

const unsendable = (what: string) =>
  new IntegrationError('invalid_request', `${what} has characters that cannot be sent.`);

/** The headers of one try: the caller's, except where the integration has its own. */
export function signedHeaders(
  target: CallTarget,
  signed: readonly string[],
  given: ReadonlyMap<string, string>,
  correlationId: string,
): string[] {
  const headers = [...signed];
  for (const [name, value] of given) if (!target.signedNames.has(name)) headers.push(name, value);
  if (!given.has('accept') && !target.signedNames.has('accept'))
    headers.push('accept', 'application/json');
  if (!given.has('user-agent') && !target.signedNames.has('user-agent'))
    headers.push('user-agent', 'Patchbay/0.1');
  headers.push('x-correlation-id', correlationId);
  return headers;
}
