import type { IncomingMessage } from 'node:http';
import { PatchbayError, randomToken } from '@patchbay/core';
import { checkEndpoint, IntegrationError, isForwarded, tiedToHop } from '@patchbay/services';

/** What a caller asks for, read in one pass over the headers as they came. */
export type Incoming = {
  provider: string;
  endpoint: string;
  authorization: string | undefined;
  apiKey: string | undefined;
  correlationId: string;
  /** End-to-end headers: names in lower case and values alternate. */
  headers: string[];
  hasBody: boolean;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  userAgent: boolean;
};

export const proxyPrefix = '/proxy/';

const correlation = /^[\w.:-]{8,64}$/;
const providerKey = /^[a-z][a-z0-9_-]{0,63}$/;

/** Unique by its first part among processes, by its second within one; nobody has to be unable to guess it. */
const processPart = `call_${randomToken(12)}`;
let counter = 0;
function nextCorrelationId(): string {
  counter += 1;
  return `${processPart}${counter.toString(36)}`;
}

/** The caller's own correlation id when it is harmless, else a new one. */
export function correlationIdOf(given: string | undefined): string {
  return given !== undefined && correlation.test(given) ? given : nextCorrelationId();
}

/** @throws IntegrationError `invalid_path`, `invalid_request` */
export function readIncoming(request: IncomingMessage, correlationId: string): Incoming {
  const target = request.url ?? '';
  const { provider, endpoint } = split(target.slice(proxyPrefix.length));
  const { rawHeaders } = request;
  const incoming: Incoming = {
    provider,
    endpoint: checkEndpoint(endpoint),
    authorization: undefined,
    apiKey: undefined,
    correlationId,
    headers: [],
    hasBody: false,
    contentType: undefined,
    contentEncoding: undefined,
    userAgent: false,
  };
  let tied: readonly string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    if (name === 'connection') tied = [...tied, ...tiedToHop(value)];
    take(incoming, name, value);
  }
  if (tied.length > 0) incoming.headers = without(incoming.headers, tied);
  return incoming;
}

function take(incoming: Incoming, name: string, value: string): void {
  switch (name) {
    case 'authorization':
      if (incoming.authorization !== undefined) throw twice(name);
      incoming.authorization = value;
      return;
    case 'x-api-key':
      if (incoming.apiKey !== undefined) throw twice(name);
      incoming.apiKey = value.trim();
      return;
    case 'transfer-encoding':
      incoming.hasBody = true;
      return;
    case 'content-length':
      if (value !== '0') incoming.hasBody = true;
      break;
    case 'content-type':
      incoming.contentType = value;
      break;
    case 'content-encoding':
      incoming.contentEncoding = value;
      break;
    case 'user-agent':
      incoming.userAgent = true;
      break;
  }
  if (isForwarded(name)) incoming.headers.push(name, value);
}

const twice = (name: string) =>
  new PatchbayError('unauthenticated', `The header ${name} was sent more than once.`);

function split(rest: string): { provider: string; endpoint: string } {
  const at = rest.search(/[/?]/);
  const provider = at < 0 ? rest : rest.slice(0, at);
  if (!providerKey.test(provider)) {
    throw new IntegrationError('invalid_path', 'The address is /proxy/<provider>/<path>.');
  }
  return { provider, endpoint: at < 0 ? '' : rest.slice(at) };
}

function without(headers: string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at] ?? '';
    // `Connection: content-length` must not take the framing away from under a body.
    if (!names.includes(name) || name === 'content-length') kept.push(name, headers[at + 1] ?? '');
  }
  return kept;
}
