import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import { safeCode } from '../../kit/trouble.ts';

// Wire shapes as MediaWiki 1.39 sent them with formatversion=2 and errorformat=plaintext.
const Failure = z.object({ errors: z.array(z.object({ code: z.string() })).min(1) });
const Tokens = z.object({ query: z.object({ tokens: z.record(z.string(), z.string()) }) });

const authCodes = new Set([
  'assertuserfailed',
  'assertnameduserfailed',
  'badaccess-groups',
  'mwoauth-invalid-authorization',
  'permissiondenied',
  'readapidenied',
]);
const busyCodes = new Set(['ratelimited', 'maxlag', 'readonly']);

export type Parameters = Record<string, string>;

/** One Action API call. A parameter of truth is true whenever it is sent, whatever its value: leave it out instead. */
export const act = <Schema extends z.ZodType>(
  http: ApiClient,
  schema: Schema,
  parameters: Parameters,
) =>
  http.json('', schema, {
    method: 'POST',
    form: { format: 'json', formatversion: '2', errorformat: 'plaintext', ...parameters },
    idempotent: parameters.action === 'query',
    troubleIn,
  });

/** Trouble comes with HTTP 200 and a code. */
function troubleIn(content: unknown): OutboundError | null {
  const failure = Failure.safeParse(content);
  return failure.success ? toError(failure.data.errors[0]?.code ?? '') : null;
}

function toError(rawCode: string): OutboundError {
  const code = safeCode(rawCode);
  if (authCodes.has(code)) return new OutboundError('auth', `The wiki refused the bot (${code}).`);
  if (busyCodes.has(code))
    return new OutboundError('rate_limited', `The wiki asks to wait (${code}).`);
  return new OutboundError('provider', `The wiki answered with an error (${code}).`, {
    trouble: {
      what: /^internal_api_error|^unknown$/.test(code) ? 'provider' : 'invalid_request',
      code,
    },
  });
}

export const codeOf = (error: unknown): string | null =>
  error instanceof OutboundError ? (error.trouble?.code ?? null) : null;

export type TokenKind = 'csrf' | 'createaccount' | 'login';

export async function tokenOf(http: ApiClient, kind: TokenKind, more: Parameters = {}) {
  const { query } = await act(http, Tokens, {
    action: 'query',
    meta: 'tokens',
    type: kind,
    ...more,
  });
  return query.tokens[`${kind}token`] ?? '';
}

/** A token belongs to its session, which may have been renewed between the two calls: so it is asked for once more. */
export async function withToken<T>(
  http: ApiClient,
  kind: TokenKind,
  work: (token: string) => Promise<T>,
): Promise<T> {
  const token = () => tokenOf(http, kind, { assert: 'user' });
  try {
    return await work(await token());
  } catch (error) {
    if (codeOf(error) !== 'badtoken') throw error;
    return work(await token());
  }
}
