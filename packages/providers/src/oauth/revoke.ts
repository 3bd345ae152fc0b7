import { fixedHeaders } from '../kit/client.ts';
import type { Provider } from '../kit/provider.ts';
import type { Settings } from '../kit/settings.ts';
import { clientOf, oauthOf } from './app.ts';
import { serverOf } from './authorize.ts';
import type { OAuth2, OAuthClient, Revocation } from './declaration.ts';
import { errorOfCode } from './errors.ts';
import type { ExchangeContext } from './grant.ts';
import { clientAuthOf, requireSafe } from './token.ts';
import { errorOfReply, parsed, sendForm } from './token-fetch.ts';

export type RevokeOptions = ExchangeContext & { accessToken: string; refreshToken: string | null };

/** `unsupported`: the provider has no way to end a token; a person has to do it there. */
export type RevokeOutcome = 'revoked' | 'unsupported';

/**
 * Ends a connection's tokens at the provider, the refresh token first (RFC 7009). A token that was dead
 * already counts as ended.
 * @throws OAuthError when the provider did not confirm; worth a later try if `isTransient`
 */
export async function revokeToken(
  provider: Provider,
  options: RevokeOptions,
): Promise<RevokeOutcome> {
  const auth = oauthOf(provider);
  const { revoke } = auth;
  if (!revoke) return 'unsupported';
  requireSafe(revoke.url);
  const client = options.client ?? clientOf(provider, options.settings);
  const headers = fixedHeaders(provider, options.settings);
  const tokens = { refresh: options.refreshToken, access: options.accessToken };
  const held = revoke.accepts.flatMap((kind) => {
    const token = tokens[kind];
    return token ? [{ kind, token }] : [];
  });
  for (const { kind, token } of revoke.once ? held.slice(0, 1) : held)
    await revokeOne({ ...options, auth, revoke, client, headers, kind, token });
  return 'revoked';
}

type One = ExchangeContext & {
  auth: OAuth2<Settings>;
  revoke: Revocation;
  client: OAuthClient;
  headers: Record<string, string>;
  kind: 'refresh' | 'access';
  token: string;
};

async function revokeOne(one: One): Promise<void> {
  const { auth, revoke, client, token } = one;
  const body = new URLSearchParams();
  const signed = new Headers();
  if (revoke.signedBy === 'bearer') signed.set('authorization', `Bearer ${token}`);
  else {
    body.set('token', token);
    if (revoke.hint) body.set('token_type_hint', `${one.kind}_token`);
    await clientAuthOf(auth, client)(serverOf(auth), { client_id: client.id }, body, signed);
  }
  const init = { headers: Object.fromEntries(signed.entries()), body };
  const reply = await sendForm(revoke.url, init, one);
  const content = parsed(reply) ?? {};
  const isGood = reply.status >= 200 && reply.status < 300;
  const code = isGood ? (revoke.troubleIn?.(content) ?? null) : content.error;
  if (isGood && code === null) return;
  if (typeof code !== 'string') throw errorOfReply(reply, one);
  if (revoke.done?.includes(code)) return;
  throw errorOfCode(auth.errorCodes?.[code] ?? code, { status: reply.status });
}
