import type { Context } from 'hono';
import { numberedAccounts, type TokenProblem, type Vendor } from '../oauth/vendor.ts';
import { discordGuild, discordIds, discordUser } from './data.ts';

/** Facts: discord-api-docs, topics/oauth2. */
export const discord: Vendor = {
  key: 'discord',
  name: 'Discord',
  accountWord: 'As which user? A bot joins this user’s server.',
  ...numberedAccounts((number) => ({
    name: discordUser(number).username,
    note: `user ${number}, server ${discordGuild(number).name}`,
  })),
  scopes: [
    'identify',
    'email',
    'guilds',
    'guilds.join',
    'guilds.members.read',
    'bot',
    'applications.commands',
  ],
  scopeSeparator: ' ',
  clientAuth: 'either',
  tokenBody: 'form',
  pkce: 'optional',
  checkAuthorize: (query) =>
    /^\d*$/.test(query.get('permissions') ?? '') ? null : 'invalid_request',
  // `guild_id` is a hint only: nobody signed it.
  redirectExtras: (query, { key }): Record<string, string> =>
    (query.get('scope') ?? '').split(' ').includes('bot')
      ? { guild_id: discordIds.guild(Number(key)), permissions: query.get('permissions') ?? '0' }
      : {},
  isRedirectUriWrong: (sent, { redirectUri }) => sent !== redirectUri,
  lifeSeconds: () => 604_800,
  refresh: () => 'rotated',
  tokenPrefix: { access: () => 'sandbox-dat-', refresh: 'sandbox-drt-' },
  answer: (grant, { accessToken, refreshToken, expiresIn }) => ({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresIn,
    refresh_token: refreshToken,
    scope: grant.scopes.join(' '),
    ...(grant.scopes.includes('bot') ? { guild: guildView(Number(grant.account.key)) } : {}),
  }),
  refuse: (context, problem) => refuseToken(context, problem),
};

function guildView(number: number) {
  const { id, name, icon, owner_id, roles } = discordGuild(number);
  return { id, name, icon, owner_id, roles };
}

function refuseToken(context: Context, problem: TokenProblem): Response {
  switch (problem) {
    case 'wrong_client_auth':
    case 'unknown_client':
    case 'bad_secret':
      return context.json({ error: 'invalid_client' }, 401);
    case 'wrong_body':
      return context.json(
        { error: 'invalid_request', error_description: 'The body must be form encoded.' },
        400,
      );
    case 'unsupported_grant_type':
      return context.json({ error: 'unsupported_grant_type' }, 400);
    case 'bad_redirect_uri':
      return grantRefusal(context, 'Invalid "redirect_uri" in request.');
    case 'bad_verifier':
      return grantRefusal(context, 'Invalid "code_verifier" in request.');
    case 'bad_refresh_token':
      return grantRefusal(context, 'Invalid "refresh_token" in request.');
    case 'bad_code':
      return grantRefusal(context, 'Invalid "code" in request.');
  }
}

const grantRefusal = (context: Context, error_description: string): Response =>
  context.json({ error: 'invalid_grant', error_description }, 400);
