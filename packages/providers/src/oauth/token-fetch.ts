import { OutboundError } from '../http/errors.ts';
import type { OutboundReply } from '../http/http.ts';
import { retryAfterSeconds } from '../http/retry.ts';
import type { Answer, Grant, OAuth2 } from './declaration.ts';
import { errorOfStatus, OAuthError } from './errors.ts';
import type { ExchangeContext } from './grant.ts';

type Init = { headers: Record<string, string>; body?: unknown };
type Exchange = ExchangeContext & {
  auth: Pick<OAuth2<never>, 'tokenBody' | 'readAnswer' | 'errorCodes'>;
  /** The provider's fixed headers: some refuse a token request without their version or user agent. */
  headers: Record<string, string>;
  grant: Grant;
};

/**
 * A `fetch` for the library over the guarded HTTP layer, which also makes an odd answer look standard:
 * trouble in a good status becomes a 400, `null` becomes absent. An ID token is dropped unread: the account
 * is asked for over TLS instead, so nothing here ever trusts one.
 */
export function tokenFetch(exchange: Exchange) {
  return async (url: string, init: Init): Promise<Response> => {
    const reply = await sendForm(url, init, exchange);
    const content = answerIn(reply, exchange);
    const answer = withoutNulls(
      exchange.auth.readAnswer?.(content, { status: reply.status, grant: exchange.grant }) ??
        content,
    );
    const { id_token: _unread, ...kept } = answer;
    const code = typeof kept.error === 'string' ? kept.error : null;
    if (code === null && reply.status >= 400) throw errorOfReply(reply, exchange);
    if (code === null || kept.access_token !== undefined) return Response.json(kept);
    const error = exchange.auth.errorCodes?.[code] ?? code;
    return Response.json({ error }, { status: 400 });
  };
}

export async function sendForm(
  url: string,
  { headers, body }: Init,
  { http, signal, auth, headers: fixed }: Omit<Exchange, 'grant'>,
): Promise<OutboundReply> {
  const form = new URLSearchParams(body instanceof URLSearchParams ? body : '');
  const isJson = auth.tokenBody === 'json';
  // The library names itself; Reddit and Discord police the name.
  const { 'user-agent': _library, ...signed } = headers;
  try {
    return await http.send({
      url: new URL(url),
      method: 'POST',
      headers: {
        ...fixed,
        ...signed,
        'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      body: isJson ? JSON.stringify(Object.fromEntries(form)) : form.toString(),
      // A repeated exchange could spend a one-time code or a rotating token twice.
      idempotent: false,
      signal,
    });
  } catch (error) {
    throw fromOutbound(error);
  }
}

export function fromOutbound(error: unknown): unknown {
  if (!(error instanceof OutboundError)) return error;
  if (error.kind === 'unreachable') return new OAuthError('unreachable', error.message);
  if (error.kind === 'rate_limited') return new OAuthError('rate_limited', error.message);
  if (error.kind === 'invalid_response') return new OAuthError('invalid_response', error.message);
  return new OAuthError('misconfigured', error.message);
}

function answerIn(reply: OutboundReply, exchange: Exchange): Answer {
  const isRedirect = reply.status >= 300 && reply.status < 400;
  const content = isRedirect || reply.status >= 500 || reply.status === 429 ? null : parsed(reply);
  if (content !== null) return content;
  throw errorOfReply(reply, exchange);
}

export const errorOfReply = ({ status, headers }: OutboundReply, { http }: ExchangeContext) =>
  errorOfStatus(status, retryAfterSeconds(headers['retry-after'], http.clock.now()));

/** The JSON object in an answer, or `null` for anything else. */
export function parsed({ body }: OutboundReply): Answer | null {
  try {
    const content: unknown = JSON.parse(body);
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
    return isObject ? { ...content } : null;
  } catch {
    return null;
  }
}

const withoutNulls = (answer: Answer): Answer =>
  Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null));
